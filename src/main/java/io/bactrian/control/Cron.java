package io.bactrian.control;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Five fields as Unix reads them: day-of-month or day-of-week where both are given; no nicknames.
 */
final class Cron {
  /** Whatever comes at all comes within a few years after it: leap days included. */
  private static final ZonedDateTime ANY_TIME =
      LocalDate.of(2000, 1, 1).atStartOfDay(ZoneOffset.UTC);

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Parsing and proving cost milliseconds, and each look at a schedule needs both. */
  private static final Map<String, Cron> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 5_000;

  private final Optional<ExecutionTime> times;
  private final Optional<String> problem;

  private Cron(Optional<ExecutionTime> times, Optional<String> problem) {
    this.times = times;
    this.problem = problem;
  }

  static Cron of(String expression) {
    if (KNOWN.size() > MOST_KNOWN) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(expression, Cron::parse);
  }

  private static Cron parse(String expression) {
    try {
      ExecutionTime times = ExecutionTime.forCron(PARSER.parse(expression));
      return times.nextExecution(ANY_TIME).isPresent()
          ? new Cron(Optional.of(times), Optional.empty())
          : bad("never comes: there is no such day");
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      return bad("is no cron expression: " + why.replace("Failed to parse cron expression. ", ""));
    }
  }

  private static Cron bad(String why) {
    return new Cron(Optional.empty(), Optional.of(why));
  }

  /** What is wrong with the expression, to follow its quoted text. */
  Optional<String> problem() {
    return problem;
  }

  /** NoSuchElementException where there is a {@link #problem}. */
  ExecutionTime times() {
    return times.orElseThrow();
  }
}
