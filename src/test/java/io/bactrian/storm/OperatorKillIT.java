package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator is killed at every boundary between two steps, and at any moment, while twenty
 * backups are under way; whoever comes after it carries on, and nobody can tell.
 */
class OperatorKillIT {
  private static final long SEED = Long.getLong("bactrian.seed", 20261121);
  private static final int UNDER_WAY = 20;

  /**
   * For an operator that has just started and finds twenty backups, on a machine that does other
   * things as well; where a mere start takes longer than half of it, twice as long as that.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(25);

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private final Strikes strikes = new Strikes();
  private final List<String> created = new ArrayList<>();
  private StormSite site;
  private Commits commits;
  private Kubelet kubelet;
  private Witness witness;
  private Operators operators;

  @BeforeEach
  void open() throws IOException {
    site = StormSite.openOrSkip(directory);
    commits = new Commits(directory);
    witness = new Witness(site.admin(), site.namespace());
    Random fates = new Random(SEED);
    kubelet =
        new Kubelet(
                site.admin(),
                worker -> Part.of(worker.name()).play(worker, commits, fates),
                Duration.ofMillis(700))
            .serve(site.namespace());
  }

  @AfterEach
  void close() {
    if (operators != null) {
      operators.close();
    }
    if (site != null) {
      kubelet.close();
      commits.close();
      witness.close();
      site.close();
    }
  }

  @Test
  void alone_killedAtSomeBoundariesAndMoments() {
    storm(
        1,
        List.of(
            new Strike(Strike.Boundary.JOB_CREATED, true),
            new Strike(Strike.Boundary.RECORD_WRITTEN, true),
            new Strike(Strike.Boundary.RESTART, false),
            new Strike(Strike.Boundary.JOB_DELETED, true)),
        2);
  }

  @Test
  @Tag("soak")
  void alone_killedAtEveryBoundaryAndFiftyMoments() {
    storm(1, Strike.all(), 50);
  }

  @Test
  @Tag("soak")
  void leader_killedAtEveryBoundaryAndFiftyMoments() {
    storm(2, Strike.all(), 50);
  }

  private void storm(int count, List<Strike> boundaries, int moments) {
    operators = new Operators(site, strikes, count);
    strikes.add(boundaries);
    topUp();
    while (!strikes.left().isEmpty()) {
      strikes.arm();
      operators.awaitActing();
      await("a request that meets one of " + strikes.left(), this::hasStruck);
      topUp();
    }
    for (int moment = 0; moment < moments; moment++) {
      killAtAnyMoment();
      topUp();
    }
    await("all ended", () -> ended() && witness.statuses().size() == created.size());
    report(count, moments);
  }

  /** One of five as it starts, the others while it works. */
  private void killAtAnyMoment() {
    if (random.nextInt(5) > 0) {
      operators.awaitActing();
    } else {
      operators.start();
    }
    pause(random.nextInt(1_500));
    operators.kill();
  }

  /** An operator that loses its lease on a busy machine ends by itself: it is started anew. */
  private boolean hasStruck() {
    operators.start();
    return strikes.hasStruck();
  }

  private boolean ended() {
    operators.start();
    assertThat(witness.violations()).as("seed %d", SEED).isEmpty();
    return witness.underWay().isEmpty();
  }

  /** As many under way as there shall be; the first ones hold every part. */
  private void topUp() {
    List<String> more = new ArrayList<>();
    long ended = witness.statuses().values().stream().filter(StatusRules::isFinal).count();
    while (created.size() + more.size() - ended < UNDER_WAY) {
      int number = created.size() + more.size();
      Part part = number < Part.values().length ? Part.values()[number] : Part.any(random);
      more.add(part.backupName(number));
    }
    if (!more.isEmpty()) {
      site.apply(
          String.join("---\n", more.stream().map(name -> site.backup(name, Part.POLICY)).toList()));
      created.addAll(more);
    }
  }

  private void report(int count, int moments) {
    AtomicLong latest = new AtomicLong();
    TreeMap<Part, Integer> parts = new TreeMap<>();
    witness
        .statuses()
        .forEach(
            (name, status) -> {
              Part.of(name).requireDone(name, status, witness.attempts(name));
              parts.merge(Part.of(name), 1, Integer::sum);
              latest.accumulateAndGet(lateness(status), Math::max);
            });
    long slowest = operators.slowestStart().toMillis();
    System.out.printf(
        "OperatorKillIT: seed %d, %d at once: killed at %s and at %d moments; %d processes;"
            + " %d backups %s, %d pods; no operator could act for more than %d ms before it began a"
            + " retry that was due; the slowest start took %d ms%n",
        SEED,
        count,
        strikes.done(),
        moments,
        operators.started(),
        created.size(),
        parts,
        witness.podsSeen(),
        latest.get(),
        slowest);
    assertThat(created).hasSameSizeAs(witness.statuses().keySet());
    Duration atOnce = Duration.ofMillis(Math.max(AT_ONCE.toMillis(), 2 * slowest));
    assertThat(Duration.ofMillis(latest.get())).isLessThan(atOnce);
    assertThat(witness.violations()).as("seed %d", SEED).isEmpty();
    assertThat(kubelet.troubles()).isEmpty();
  }

  /** How long one operator could have begun a retry that was due, and had not; the worst. */
  private long lateness(BackupStatus status) {
    return StatusRules.records(status).stream().mapToLong(this::lateness).max().orElse(0);
  }

  private long lateness(RetryRecord record) {
    return operators
        .couldAct(Instant.parse(record.expectedRetryAt), Instant.parse(record.realRetryAt))
        .toMillis();
  }

  private static void pause(int millis) {
    Awaitility.await()
        .pollDelay(Duration.ofMillis(millis))
        .atMost(Duration.ofSeconds(60))
        .until(() -> true);
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofMillis(50))
          .until(condition);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(
          what + "; under way: " + witness.underWay() + "\n" + operators.logs(), e);
    }
  }
}
