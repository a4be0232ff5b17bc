package io.bactrian.testing;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.Controller;
import io.bactrian.control.Facts;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.Notice;
import io.bactrian.control.Question;
import io.bactrian.control.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The least that a Backup can be: scheduled, a Job, and its end. For tests of passes. */
public final class ToyController implements Controller<Backup> {
  @Override
  public Step next(Backup backup, Facts facts, Instant now) {
    BackupStatus status = backup.getStatus();
    JobKey job = new JobKey("ns", "backup-" + backup.getMetadata().getName());
    if (status == null) {
      return write("Scheduled", job, "Started");
    }
    if ("Complete".equals(status.phase)) {
      return Step.Wait.forChange();
    }
    Optional<JobFact> fact = facts.of(new Question.Job(job));
    if (fact.isEmpty()) {
      return new Step.Ask(new Question.Job(job));
    }
    return switch (fact.get().state()) {
      case ABSENT -> new Step.StartJob(order(backup, job));
      case SUCCEEDED -> write("Complete", job, "BackupComplete");
      default -> Step.Wait.until(now.plusSeconds(60));
    };
  }

  private static Step write(String phase, JobKey job, String reason) {
    BackupStatus status = new BackupStatus();
    status.phase = phase;
    status.attempt = 1;
    status.backupJobName = job.name();
    return new Step.WriteStatus(status, List.of(Notice.normal(reason, "it is so")));
  }

  private static JobOrder order(Backup backup, JobKey job) {
    WorkerOrder order = new WorkerOrder();
    order.name = backup.getMetadata().getName();
    order.uid = backup.getMetadata().getUid();
    order.attempt = 1;
    return new JobOrder(
        job,
        order,
        "ns",
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        null);
  }
}
