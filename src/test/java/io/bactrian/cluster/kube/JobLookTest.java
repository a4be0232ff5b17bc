package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Names;
import io.bactrian.control.JobFact;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLookTest {
  private static final String SOON = "2026-11-21T02:00:05Z";

  @Test
  void state_followsTheJobsConditions_andPodsWhileThereAreNone() {
    assertThat(JobLook.of(job("", ""), List.of()).state()).isEqualTo(JobFact.State.PENDING);
    assertThat(JobLook.of(job("", ""), List.of(pod("Pending"))).state())
        .isEqualTo(JobFact.State.PENDING);
    assertThat(JobLook.of(job("", ""), List.of(pod("Running"))).state())
        .isEqualTo(JobFact.State.RUNNING);
    // The pod ended, the Job does not say so yet.
    assertThat(JobLook.of(job("FailureTarget", ""), List.of(pod("Failed"))).state())
        .isEqualTo(JobFact.State.RUNNING);
    assertThat(JobLook.of(job("Failed", "BackoffLimitExceeded"), List.of(pod("Failed"))).state())
        .isEqualTo(JobFact.State.FAILED);
    assertThat(JobLook.of(job("Complete", ""), List.of(pod("Succeeded"))).state())
        .isEqualTo(JobFact.State.SUCCEEDED);
    Job going =
        new JobBuilder(job("Failed", ""))
            .editMetadata()
            .withDeletionTimestamp(SOON)
            .endMetadata()
            .build();
    assertThat(JobLook.of(going, List.of()).state()).isEqualTo(JobFact.State.TERMINATING);
  }

  @Test
  void aJobWithoutAPod_saysWhereToLook() {
    Job waiting = job("", "");
    assertThat(JobLook.of(waiting, List.of()).containerReason()).startsWith("NoPod: ");
    assertThat(JobLook.of(waiting, List.of(pod("Pending"))).containerReason()).isEmpty();
    Job held = new JobBuilder(waiting).editOrNewSpec().withSuspend(true).endSpec().build();
    assertThat(JobLook.of(held, List.of()).containerReason()).startsWith("JobSuspended: ");
    assertThat(JobLook.of(job("Complete", ""), List.of()).containerReason()).isEmpty();
  }

  @Test
  void aFailureAsAStatusHasIt_isAWorkersWord() {
    Pod pod = ended(4, "Error", "{\"class\":\"denied\",\"reason\":\"Denied\"}");
    JobFact fact = JobLook.of(job("Failed", "BackoffLimitExceeded"), List.of(pod));
    assertThat(fact.end())
        .hasValueSatisfying(end -> assertThat(end.failureClass).isEqualTo("denied"));
  }

  @Test
  void labels_sayWhoseJobItIs() {
    JobFact fact = JobLook.of(job("", ""), List.of());
    assertThat(fact.attempt()).isEqualTo(3);
    assertThat(fact.uid()).isEqualTo("uid-1");
    Job foreign = new JobBuilder(job("", "")).editMetadata().withLabels(null).endMetadata().build();
    assertThat(JobLook.of(foreign, List.of()).attempt()).isZero();
    assertThat(JobLook.of(foreign, List.of()).uid()).isEmpty();
  }

  @Test
  void workersWords_exitCode_andTime_areTold() {
    Pod pod =
        ended(
            4, "Error", "{\"result\":\"failed\",\"exitCode\":4,\"reason\":\"WrongKey\",\"new\":1}");
    JobFact fact = JobLook.of(job("Failed", "BackoffLimitExceeded"), List.of(pod));
    assertThat(fact.end()).hasValueSatisfying(end -> assertThat(end.reason).isEqualTo("WrongKey"));
    assertThat(fact.exitCode()).contains(4);
    assertThat(fact.containerReason()).isEqualTo("Error");
    assertThat(fact.endedAt()).contains(Instant.parse(SOON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "panic: x", "{\"result\":", "[]", "3", "null", "{}", "{\"result\":{}}"})
  void garbage_isNoWord(String message) {
    assertThat(JobLook.of(job("Failed", ""), List.of(ended(1, "Error", message))).end()).isEmpty();
  }

  @Test
  void reason_saysWhatHappenedToThePod() {
    assertThat(reason(ended(137, "OOMKilled", ""))).isEqualTo("OOMKilled");
    Pod evicted =
        new PodBuilder(pod("Failed")).editStatus().withReason("Evicted").endStatus().build();
    assertThat(reason(evicted)).isEqualTo("Evicted");
    Pod preempted =
        new PodBuilder(ended(143, "Error", ""))
            .editStatus()
            .addNewCondition()
            .withType("DisruptionTarget")
            .withStatus("True")
            .withReason("PreemptionByScheduler")
            .endCondition()
            .endStatus()
            .build();
    assertThat(reason(preempted)).isEqualTo("PreemptionByScheduler");
    assertThat(JobLook.of(job("Failed", "BackoffLimitExceeded"), List.of()).containerReason())
        .isEqualTo("PodDeleted");
    assertThat(JobLook.of(job("Failed", "DeadlineExceeded"), List.of()).containerReason())
        .isEqualTo("DeadlineExceeded");
  }

  @Test
  void reason_saysWhyAPodDoesNotStart() {
    assertThat(reason(waiting("ErrImageNeverPull"))).startsWith("ErrImageNeverPull: not here");
    assertThat(reason(waiting("CreateContainerConfigError")))
        .startsWith("CreateContainerConfigError");
    assertThat(reason(waiting("ContainerCreating"))).startsWith("ContainerCreating");
    Pod unschedulable =
        new PodBuilder(pod("Pending"))
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("x".repeat(5000))
            .endCondition()
            .endStatus()
            .build();
    assertThat(reason(unschedulable)).startsWith("Unschedulable: xxx").hasSizeLessThan(400);
  }

  @Test
  void ofSeveralPods_theLastOneCounts() {
    Pod first =
        new PodBuilder(ended(1, "Error", ""))
            .editMetadata()
            .withCreationTimestamp("2026-11-21T02:00:00Z")
            .endMetadata()
            .build();
    Pod last =
        new PodBuilder(ended(2, "Error", ""))
            .editMetadata()
            .withCreationTimestamp("2026-11-21T02:00:01Z")
            .endMetadata()
            .build();
    assertThat(JobLook.of(job("Failed", ""), List.of(last, first)).exitCode()).contains(2);
  }

  private static String reason(Pod pod) {
    return JobLook.of(job("", ""), List.of(pod)).containerReason();
  }

  private static Job job(String condition, String reason) {
    JobBuilder job =
        new JobBuilder()
            .withNewMetadata()
            .addToLabels(Names.UID, "uid-1")
            .addToLabels(Names.ATTEMPT, "3")
            .endMetadata();
    if (!condition.isEmpty()) {
      job.withNewStatus()
          .addNewCondition()
          .withType(condition)
          .withStatus("True")
          .withReason(reason)
          .withLastTransitionTime(SOON)
          .endCondition()
          .endStatus();
    }
    return job.build();
  }

  private static Pod pod(String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static Pod ended(int exitCode, String reason, String message) {
    return new PodBuilder(pod("Failed"))
        .editStatus()
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("sidecar")
                .withNewState()
                .withNewTerminated()
                .withExitCode(99)
                .endTerminated()
                .endState()
                .build(),
            new ContainerStatusBuilder()
                .withName("worker")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .endTerminated()
                .endState()
                .build())
        .endStatus()
        .build();
  }

  private static Pod waiting(String reason) {
    return new PodBuilder(pod("Pending"))
        .editStatus()
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("worker")
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage("not here")
                .endWaiting()
                .endState()
                .build())
        .endStatus()
        .build();
  }
}
