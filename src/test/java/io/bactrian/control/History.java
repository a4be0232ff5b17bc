package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.control.JobFact.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One random history: first trouble of all kinds, then a world that only moves on. */
final class History {
  private static final JobKey WORKER = JobNames.backup("shop", "redis");

  private final Random random;
  private final World world;

  History(Random random) {
    this.random = random;
    Backup backup = Backups.redis();
    backup.getSpec().cleanPolicy = random.nextBoolean() ? "Delete" : "Retain";
    backup.getSpec().backoffRetryPolicy =
        Backups.policy(
            (1 + random.nextInt(10)) + "s", random.nextInt(5), (1 + random.nextInt(9)) + "m");
    if (random.nextInt(3) == 0) {
      backup.getSpec().storage.secretRef = BackupCase.secret("store", null);
    }
    world = new World(backup);
    world.secrets.put("shop/store", SecretFact.USABLE);
    world.claims.put("data", new ClaimFact(true, List.of("ReadWriteOnce"), List.of()));
    Invariants invariants =
        new Invariants(RetryPolicy.of(backup.getSpec().backoffRetryPolicy, Mode.SNAPSHOT));
    world.onStatus = (before, after) -> invariants.check(before, after, world);
  }

  World world() {
    return world;
  }

  void trouble() {
    int length = 20 + random.nextInt(60);
    for (int i = 0; i < length && !world.gone; i++) {
      operator();
      weather();
      workers();
    }
  }

  private void operator() {
    switch (random.nextInt(4)) {
      case 0 -> world.brokenPass(random.nextInt(8));
      case 1 -> {}
      default -> world.pass();
    }
  }

  private void weather() {
    switch (random.nextInt(24)) {
      case 0 -> world.after(Duration.ofMinutes(random.nextInt(120)));
      case 1 -> world.after(Duration.ofMinutes(-random.nextInt(120)));
      case 2 -> world.storeTrouble = random.nextBoolean() ? "connection refused" : "";
      case 3 -> world.strayPods.clear();
      case 4 ->
          world.claims.replaceAll(
              (name, fact) -> new ClaimFact(random.nextInt(4) > 0, fact.accessModes(), List.of()));
      case 5 -> delete(random.nextInt(4) == 0);
      case 6 ->
          world.secrets.put(
              "shop/store", random.nextBoolean() ? SecretFact.MISSING : SecretFact.USABLE);
      default -> world.after(Duration.ofMillis(random.nextInt(8000)));
    }
  }

  private void delete(boolean really) {
    if (really && world.backup.getMetadata().getDeletionTimestamp() == null) {
      world.backup.getMetadata().setDeletionTimestamp(world.now.toString());
      world.gone = world.backup.getMetadata().getFinalizers().isEmpty();
      world.namespaceEnds = random.nextBoolean();
    }
  }

  private void workers() {
    if (random.nextBoolean()) {
      world.terminated();
    }
    for (Map.Entry<JobKey, SimJob> entry : new ArrayList<>(world.jobs.entrySet())) {
      if (entry.getKey().equals(WORKER)) {
        worker(entry.getValue());
      } else {
        cleaner(entry.getValue());
      }
    }
  }

  private void worker(SimJob job) {
    if (job.state == State.PENDING && random.nextBoolean()) {
      world.runs(job);
    } else if (job.state == State.RUNNING) {
      end(job);
    } else if (random.nextInt(20) == 0) {
      world.vanishes(WORKER);
    }
  }

  private void end(SimJob job) {
    switch (random.nextInt(12)) {
      case 0 -> world.succeeds(job);
      case 1 -> {
        world.commits(job);
        world.ends(job, State.FAILED, 137, null);
      }
      case 2 -> {
        world.commits(job);
        world.vanishes(WORKER);
      }
      case 3 -> world.vanishes(WORKER);
      case 4, 5, 6 -> world.fails(job);
      case 7 -> world.ends(job, State.FAILED, 137, null);
      case 8 -> world.ends(job, State.SUCCEEDED, 0, null);
      case 9 -> {
        boolean seldom = random.nextInt(4) == 0;
        if (seldom) {
          world.ends(job, State.FAILED, 4, Backups.failure("denied", "AccessDenied", false));
        }
      }
      default -> {}
    }
  }

  private void cleaner(SimJob job) {
    if (job.state == State.TERMINATING || job.fact().ended()) {
      return;
    }
    if (random.nextInt(3) == 0) {
      world.cleans(job);
    } else {
      world.ends(job, State.FAILED, 1, Backups.failure("transient", "Unreachable", true));
    }
  }

  /** From here on the world moves on by itself; returns which end it came to. */
  int settle() {
    world.storeTrouble = "";
    world.strayPods.clear();
    world.secrets.put("shop/store", SecretFact.USABLE);
    world.claims.put("data", new ClaimFact(true, List.of("ReadWriteOnce"), List.of()));
    for (int i = 0; i < 400; i++) {
      boolean overdue = isDue() && world.jobs.isEmpty();
      BackupStatus before = world.status();
      Step.Wait wait = world.pass();
      if (overdue && before == world.status()) {
        throw new AssertionError("overdue, and nothing was done");
      }
      if (isFinal()) {
        return end();
      }
      world.terminated();
      world.strayPods.clear();
      workers();
      wait.until().ifPresent(this::sleep);
    }
    throw new AssertionError("no end: " + world.status().phase + " " + world.status().attempt);
  }

  private void sleep(Instant until) {
    world.now = until.isAfter(world.now) ? until : world.now;
  }

  private boolean isFinal() {
    boolean done =
        world.status() != null
            && (Phase.COMPLETE.is(world.status().phase) || Phase.FAILED.is(world.status().phase));
    boolean deleted = world.backup.getMetadata().getDeletionTimestamp() != null;
    return world.gone || (done && !deleted);
  }

  private int end() {
    if (!world.gone) {
      assertThat(RunIds.all(world.status(), Backups.UID)).containsAll(world.stored);
      return Phase.COMPLETE.is(world.status().phase) ? 0 : 1;
    }
    if (world.backup.getSpec().cleanPolicy.equals("Delete")) {
      List<String> left = world.stored.stream().map(run -> "shop/redis/" + run).toList();
      assertThat(world.orphans).as("what is left is written down").containsAll(left);
    }
    return world.orphans.isEmpty() ? 2 : 3;
  }

  private Optional<RetryRecord> pending() {
    if (world.gone || world.status() == null || !Phase.RETRY_FAILED.is(world.status().phase)) {
      return Optional.empty();
    }
    return world.status().backoffRetryStatus.stream()
        .filter(record -> record.realRetryAt == null)
        .findFirst();
  }

  /** Whether a retry is pending and its time has come. */
  boolean isDue() {
    return world.backup.getMetadata().getDeletionTimestamp() == null
        && pending().filter(record -> RetryDecision.due(record, world.now)).isPresent();
  }

  Duration untilDue() {
    return pending()
        .map(record -> Duration.between(world.now, Instant.parse(record.expectedRetryAt)))
        .orElse(Duration.ofDays(1));
  }
}
