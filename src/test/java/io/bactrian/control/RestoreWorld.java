package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.Restore;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.JobFact.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with one Restore, a claim, and a workload that uses it, in simulated time. Every step
 * is checked against what must never happen.
 */
final class RestoreWorld {
  private static final int MOST_STEPS = 60;

  /** What the workers to come will do. */
  enum Worker {
    SUCCEEDS,
    FAILS,
    FAILS_FOR_GOOD,
    DIES,
    VANISHES
  }

  final Restore restore;
  final List<Notice> notices = new ArrayList<>();
  final List<JobOrder> started = new ArrayList<>();
  Optional<Backup> backup;
  boolean workloadExists = true;
  boolean becomesReady = true;
  int replicas = 3;
  int existing = 3;
  final List<String> strangers = new ArrayList<>();
  SecretFact secret = SecretFact.USABLE;
  boolean claimExists = true;
  Worker worker = Worker.SUCCEEDS;
  boolean gone;
  Optional<Refusal> refusal = Optional.empty();
  int writes;
  private final RestoreController controller = new RestoreController(TestRules.standard());
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private Optional<JobOrder> job = Optional.empty();
  private boolean terminating;
  private int jobAge;
  private boolean pod;
  private State state = State.ABSENT;
  private Optional<Instant> ended = Optional.empty();

  RestoreWorld(Restore restore) {
    this.restore = restore;
    Backup orders = Documents.of(Documents.BACKUP).backup();
    orders.setStatus(new io.bactrian.api.BackupStatus());
    orders.getStatus().phase = "Complete";
    orders.getStatus().backupPath = "shop/orders/20261121T020000Z-7f3a9c";
    this.backup = Optional.of(orders);
  }

  Instant now() {
    return now;
  }

  RestoreStatus status() {
    return restore.getStatus() == null ? new RestoreStatus() : restore.getStatus();
  }

  boolean isFinal() {
    return Phase.COMPLETE.is(status().phase)
        || Phase.FAILED.is(status().phase)
        || Phase.INVALID.is(status().phase);
  }

  /** Time passes, and everybody else does a bit. */
  void tick(Duration time) {
    now = now.plus(time);
    existing += Integer.signum(replicas - existing);
    if (terminating && !pod) {
      job = Optional.empty();
      terminating = false;
      state = State.ABSENT;
    } else if (terminating) {
      pod = false;
    } else if (job.isPresent()) {
      work();
    } else {
      pod = false;
    }
  }

  private void work() {
    jobAge++;
    if (jobAge == 1) {
      state = State.RUNNING;
      pod = true;
    } else if (jobAge == 3) {
      state = worker == Worker.SUCCEEDS ? State.SUCCEEDED : State.FAILED;
      ended = Optional.of(now);
      if (worker == Worker.VANISHES) {
        job = Optional.empty();
        state = State.ABSENT;
      }
    } else if (jobAge > 3) {
      pod = false;
    }
  }

  void runFor(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      Optional<Instant> wake = pass(MOST_STEPS);
      Duration step = wake.map(at -> Duration.between(now, at)).orElse(Duration.ofSeconds(10));
      tick(
          step.compareTo(Duration.ofSeconds(10)) > 0 ? Duration.ofSeconds(10) : step.plusMillis(1));
    }
  }

  /** One pass that may be killed after so many steps. */
  Optional<Instant> pass(int killAfter) {
    Facts facts = Facts.none();
    for (int step = 0; step < killAfter && !gone; step++) {
      Step what = controller.next(Statuses.copy(restore), facts, now);
      if (what instanceof Step.Wait wait) {
        assertThat(wait.until().filter(until -> until.isBefore(now))).isEmpty();
        return wait.until();
      }
      facts = perform(what, facts);
    }
    if (gone) {
      return Optional.empty();
    }
    assertThat(killAfter).as("a pass that finds no end").isLessThan(MOST_STEPS);
    return Optional.of(now);
  }

  private Facts perform(Step step, Facts facts) {
    if (step instanceof Step.Ask ask) {
      return answer(ask.question(), facts);
    }
    if (step instanceof Step.WriteStatus write) {
      write(write);
      return facts;
    }
    if (step instanceof Step.WriteFinalizers finalizers) {
      restore.getMetadata().setFinalizers(finalizers.finalizers());
      gone =
          finalizers.finalizers().isEmpty() && restore.getMetadata().getDeletionTimestamp() != null;
      return facts;
    }
    if (step instanceof Step.StartJob start && refusal.isPresent()) {
      return facts.with(new Question.Refused(start.order().job()), refusal);
    }
    change(step);
    return Facts.none();
  }

  private void write(Step.WriteStatus write) {
    RestoreStatus after = (RestoreStatus) Statuses.copy(write.status());
    assertThat(Statuses.same(after, restore.getStatus())).as("a needless write").isFalse();
    boolean wasFinal = isFinal() && !Phase.INVALID.is(status().phase);
    assertThat(!wasFinal || status().phase.equals(after.phase)).as("goes backwards").isTrue();
    if (status().workload != null) {
      assertThat(after.workload.replicas).isEqualTo(status().workload.replicas);
    }
    restore.setStatus(after);
    notices.addAll(write.notices());
    writes++;
  }

  private Facts answer(Question<?> question, Facts facts) {
    if (question instanceof Question.BackupNamed q) {
      return facts.with(q, backup);
    } else if (question instanceof Question.Secret q) {
      return facts.with(q, secret);
    } else if (question instanceof Question.Claim q) {
      return facts.with(q, new ClaimFact(claimExists, List.of("ReadWriteOnce"), users()));
    } else if (question instanceof Question.WorkloadState q) {
      int ready = becomesReady ? Math.min(existing, replicas) : 0;
      return facts.with(q, new WorkloadFact(workloadExists, replicas, existing, ready));
    } else if (question instanceof Question.Job q) {
      return facts.with(q, jobFact());
    } else if (question instanceof Question.LivePods q) {
      return facts.with(q, pod ? List.of("worker-pod") : List.of());
    } else if (question instanceof Question.Progress q) {
      return facts.with(q, Optional.<ProgressStatus>empty());
    }
    throw new AssertionError("not to be asked: " + question);
  }

  private List<String> users() {
    List<String> users = new ArrayList<>(strangers);
    for (int i = 0; i < existing; i++) {
      users.add("db-" + i);
    }
    return users;
  }

  private JobFact jobFact() {
    if (job.isEmpty()) {
      return JobFact.absent();
    }
    Optional<WorkerEnd> end = state == State.RUNNING ? Optional.empty() : end();
    return new JobFact(
        terminating ? State.TERMINATING : state,
        job.get().order().attempt,
        job.get().order().uid,
        Optional.empty(),
        ended,
        end,
        Optional.empty(),
        worker == Worker.DIES ? "OOMKilled" : "");
  }

  private Optional<WorkerEnd> end() {
    WorkerEnd end = new WorkerEnd();
    end.result = state == State.SUCCEEDED ? "complete" : "failed";
    end.runId = "20261121T020000Z-7f3a9c";
    end.files = 7L;
    end.bytes = 4096L;
    end.failureClass = worker == Worker.FAILS_FOR_GOOD ? "wrong_key" : "transient";
    end.reason = "Trouble";
    end.message = "as the test wants it";
    end.retryable = worker != Worker.FAILS_FOR_GOOD;
    boolean speaks =
        state == State.SUCCEEDED || worker == Worker.FAILS || worker == Worker.FAILS_FOR_GOOD;
    return speaks && state != State.PENDING ? Optional.of(end) : Optional.empty();
  }

  private void change(Step step) {
    if (step instanceof Step.StartJob start) {
      start(start.order());
    } else if (step instanceof Step.RemoveJob) {
      terminating = job.isPresent();
    } else if (step instanceof Step.Scale scale) {
      assertThat(status().workload).as("scaled before it was remembered").isNotNull();
      assertThat(restore.getMetadata().getFinalizers()).isNotEmpty();
      assertThat(scale.replicas()).isIn(0, status().workload.replicas);
      boolean runs = pod || state == State.RUNNING;
      assertThat(scale.replicas() > 0 && runs).as("started beside a worker").isFalse();
      replicas = scale.replicas();
    } else {
      throw new AssertionError("not to be done: " + step);
    }
  }

  private void start(JobOrder order) {
    if (job.isPresent()) {
      return;
    }
    assertThat(users()).as("a Job while pods use the claim").isEmpty();
    assertThat(pod).as("two workers").isFalse();
    assertThat(order.order().attempt).isEqualTo(status().attempt);
    assertThat(started).noneMatch(before -> before.order().attempt == order.order().attempt);
    started.add(order);
    job = Optional.of(order);
    state = State.PENDING;
    ended = Optional.empty();
    jobAge = 0;
  }
}
