package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes Backups by a time table, one at a time, and lets old ones go.
 *
 * <p>A slot that comes while a Backup of the schedule runs, waits for a retry or is being cleaned
 * is taken afterwards; of several missed ones, in a pause too, the newest alone. Letting go goes on
 * in a pause.
 *
 * <p>What goes by {@code retention}, {@code maxBackups} or {@code maxReservedTime} goes with its
 * stored data, whatever the template's cleanPolicy: that one says what becomes of the data when
 * somebody deletes the Backup. So a complete Backup first gets cleanPolicy Delete, its own
 * controller sets the finalizer, and only then it is deleted; one at a time, since cleaning and
 * backing up take the same lock.
 *
 * <p>Backups have no owner reference: deleting a schedule deletes no backup.
 */
public final class ScheduleController implements Controller<BackupSchedule> {
  /** While something is under way whose end may not be told to the schedule. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** Letting go may keep a slot waiting for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String DELETE = "Delete";

  private final Rules rules;

  public ScheduleController(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Step next(BackupSchedule schedule, Facts facts, Instant now) {
    if (schedule.getMetadata().getDeletionTimestamp() != null) {
      return Step.Wait.forChange();
    }
    ScheduleCase c = new ScheduleCase(schedule, facts, now.truncatedTo(ChronoUnit.MILLIS));
    List<Problem> problems = ScheduleCheck.problems(schedule, rules.machinePaths());
    if (!problems.isEmpty()) {
      return ScheduleStatuses.invalid(c, problems).orElseGet(Step.Wait::forChange);
    }
    return provider(c).orElseGet(() -> backups(c));
  }

  private static Optional<Step> provider(ScheduleCase c) {
    String provider = c.spec().backupTemplate.storage.provider;
    if (BackupCheck.isBuiltIn(provider)) {
      return Optional.empty();
    }
    Question<Boolean> question = new Question.Provider(provider);
    Optional<Boolean> known = c.facts().of(question);
    if (known.isEmpty()) {
      return Optional.of(new Step.Ask(question));
    }
    Problem unknown = BackupCheck.unknownProvider("spec.backupTemplate.storage.provider", provider);
    return known.get()
        ? Optional.empty()
        : ScheduleStatuses.invalid(c, List.of(unknown))
            .or(() -> Optional.of(Step.Wait.forChange()));
  }

  private static Step backups(ScheduleCase c) {
    Question<List<Backup>> question = new Question.BackupsOf(c.namespace(), c.name());
    Optional<List<Backup>> found = c.facts().of(question);
    return found.isEmpty()
        ? new Step.Ask(question)
        : decide(c, new ScheduledBackups(c.name(), found.get()));
  }

  private static Step decide(ScheduleCase c, ScheduledBackups backups) {
    Instant last = c.last(backups);
    Optional<Instant> due = c.paused() ? Optional.empty() : c.slots().newest(last, c.now());
    Optional<Step> news = ScheduleStatuses.current(c, backups, last, due);
    if (news.isPresent()) {
      return news.get();
    }
    BackupGc gc = new BackupGc(c.spec(), backups);
    if (backups.busy(c.now()).isPresent()) {
      return look(c, gc, true);
    }
    Optional<Backup> going = gc.plan(c.now()).stream().findFirst();
    if (due.isPresent() && !(going.isPresent() && isTurnOfGc(c, backups, last))) {
      return create(c, due.get());
    }
    return going.map(backup -> letGo(c, gc, backup)).orElseGet(() -> look(c, gc, false));
  }

  /** One may go between two Backups, so that neither making nor letting go starves the other. */
  private static boolean isTurnOfGc(ScheduleCase c, ScheduledBackups backups, Instant last) {
    Instant cleaned = Times.parse(c.status().allBackupCleanTime).orElse(Instant.MIN);
    Optional<Instant> end = backups.lastEnd();
    boolean hadItsTurn = end.filter(time -> !cleaned.isBefore(time)).isPresent();
    Instant due = c.slots().next(last).orElse(c.now());
    Instant waitingSince = end.filter(due::isBefore).orElse(due);
    return !hadItsTurn && c.now().isBefore(waitingSince.plus(PATIENCE));
  }

  private static Step create(ScheduleCase c, Instant slot) {
    Backup backup = c.backup(slot);
    String name = backup.getMetadata().getName();
    Question<Optional<Backup>> question = new Question.BackupNamed(c.namespace(), name);
    Optional<Optional<Backup>> found = c.facts().of(question);
    if (found.isEmpty()) {
      return new Step.Ask(question);
    }
    boolean stranger = found.get().filter(other -> !isOurs(c, other)).isPresent();
    return stranger ? ScheduleStatuses.nameTaken(c, slot, name) : new Step.CreateBackup(backup);
  }

  private static boolean isOurs(ScheduleCase c, Backup backup) {
    Map<String, String> labels = backup.getMetadata().getLabels();
    return labels != null && c.name().equals(labels.get(Names.SCHEDULE));
  }

  private static Step letGo(ScheduleCase c, BackupGc gc, Backup backup) {
    String name = backup.getMetadata().getName();
    String uid = backup.getMetadata().getUid();
    if (!ScheduledBackups.isGood(backup)) {
      return new Step.DeleteBackup(c.namespace(), name, uid);
    }
    if (!DELETE.equals(backup.getSpec().cleanPolicy)) {
      return new Step.WriteCleanPolicy(c.namespace(), name, uid, DELETE);
    }
    List<String> finalizers = backup.getMetadata().getFinalizers();
    boolean guarded = finalizers != null && finalizers.contains(Names.PROTECTION);
    return guarded ? new Step.DeleteBackup(c.namespace(), name, uid) : look(c, gc, true);
  }

  private static Step look(ScheduleCase c, BackupGc gc, boolean soon) {
    Optional<Instant> again = soon ? Optional.of(c.now().plus(LOOK_AGAIN)) : Optional.empty();
    Optional<Instant> slot = Times.parse(c.status().nextBackupTime);
    Optional<Instant> age = gc.nextByAge(c.now());
    return new Step.Wait(
        Stream.of(again, slot, age).flatMap(Optional::stream).min(Instant::compareTo));
  }
}
