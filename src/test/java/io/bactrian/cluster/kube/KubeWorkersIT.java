package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.api.PodSettings;
import io.bactrian.cluster.Refused;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Jobs in a real API server; what a kubelet would do is written into pods' statuses. */
@Execution(ExecutionMode.CONCURRENT)
class KubeWorkersIT extends KubeWorkersFixture {
  @Test
  void job_startsOnce_fails_andIsTold() {
    Backup backup = site.create("b");
    JobOrder order = Samples.job("backup", backup.getMetadata().getUid(), site.namespace, "b", 1);
    assertThat(cluster.workers().look(order.job()).state()).isEqualTo(JobFact.State.ABSENT);
    assertThat(cluster.workers().start(order)).isTrue();
    assertThat(cluster.workers().start(order)).isFalse();
    Pod pod = podOf(order.job());
    JobFact fact = cluster.workers().look(order.job());
    assertThat(fact.state()).isEqualTo(JobFact.State.PENDING);
    assertThat(fact.attempt()).isEqualTo(1);
    assertThat(fact.uid()).isEqualTo(backup.getMetadata().getUid());
    assertThat(cluster.workers().livePods(site.namespace, fact.uid()))
        .containsExactly(pod.getMetadata().getName());
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getVolumes())
        .noneMatch(v -> v.getName().startsWith("kube-api-access"));
    changed.clear();
    end(
        pod,
        4,
        "{\"result\":\"failed\",\"exitCode\":4,\"reason\":\"WrongKey\",\"retryable\":false}");
    awaitState(order.job(), JobFact.State.FAILED);
    JobFact failed = cluster.workers().look(order.job());
    assertThat(failed.end().orElseThrow().reason).isEqualTo("WrongKey");
    assertThat(failed.endedAt()).isPresent();
    assertThat(cluster.workers().livePods(site.namespace, fact.uid())).isEmpty();
    Awaitility.await()
        .until(() -> changed.contains(new ResourceKey("Backup", site.namespace, "b")));
    cluster.workers().remove(order.job());
    awaitState(order.job(), JobFact.State.ABSENT);
    cluster.workers().remove(order.job());
    assertThat(site.admin.pods().inNamespace(site.namespace).withLabel(Names.UID).list().getItems())
        .isEmpty();
  }

  @Test
  void jobThatTheApiServerDoesNotTake_isRefused_withItsWords() {
    Backup backup = site.create("b");
    JobOrder order = Samples.job("backup", backup.getMetadata().getUid(), site.namespace, "b", 1);
    PodSettings pod = new PodSettings();
    pod.nodeSelector = Map.of("disk", "no value");
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> cluster.workers().start(Samples.with(order, pod)))
        .satisfies(refused -> assertThat(refused.refusal().lasting()).isTrue())
        .withMessageContaining("nodeSelector");
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("none")
            .endMetadata()
            .withNewSpec()
            .addToHard("count/jobs.batch", new Quantity("0"))
            .endSpec()
            .build();
    site.admin.resource(quota).inNamespace(site.namespace).create();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> cluster.workers().start(order))
                    .satisfies(refused -> assertThat(refused.refusal().lasting()).isFalse())
                    .withMessageContaining("quota"));
  }

  @Test
  void jobOfSomebodyElse_isNeitherStartedOver_norRemoved() {
    Backup backup = site.create("b");
    JobOrder order = Samples.job("backup", backup.getMetadata().getUid(), site.namespace, "b", 1);
    site.plane.kubectl("-n", site.namespace, "create", "job", "backup-b", "--image=foreign:1");
    assertThat(cluster.workers().start(order)).isFalse();
    assertThat(cluster.workers().look(order.job()).uid()).isEmpty();
    cluster.workers().remove(order.job());
    assertThat(cluster.workers().look(order.job()).state()).isEqualTo(JobFact.State.PENDING);
  }

  @Test
  void worker_runsAsWhoMountsTheClaim_andOnItsNode() {
    site.claim("data", "ReadWriteOnce");
    site.node("node-a");
    site.phase(site.user("db-0", "data", "node-a"), "Running");
    Backup backup = site.create("b");
    String uid = backup.getMetadata().getUid();
    assertThat(cluster.claim(site.namespace, "data", uid).users()).containsExactly("db-0");
    assertThat(cluster.claim(site.namespace, "data", uid).accessModes())
        .containsExactly("ReadWriteOnce");
    assertThat(cluster.claim(site.namespace, "none", uid).exists()).isFalse();
    JobOrder order = Samples.job("backup", uid, site.namespace, "b", 1);
    cluster.workers().start(order);
    Pod worker = podOf(order.job());
    assertThat(worker.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(1000L);
    assertThat(worker.getSpec().getSecurityContext().getRunAsGroup()).isEqualTo(2000L);
    assertThat(worker.getSpec().getSecurityContext().getSupplementalGroups())
        .containsExactly(3000L);
    assertThat(worker.getSpec().getAffinity().getNodeAffinity().toString()).contains("node-a");
    assertThat(cluster.claim(site.namespace, "data", uid).users())
        .as("without its own worker")
        .containsExactly("db-0");
    assertThat(cluster.claim(site.namespace, "data", "other").users()).hasSize(2);
    site.phase(site.admin.pods().inNamespace(site.namespace).withName("db-0").get(), "Failed");
    assertThat(cluster.claim(site.namespace, "data", uid).users()).isEmpty();
  }

  @Test
  void progress_comesFromThePod_andIsNothingWhereItDoesNot() {
    endpoint.createContext(
        "/progress",
        exchange -> {
          byte[] body =
              "{\"phase\":\"Running\",\"bytesDone\":7,\"new\":1}".getBytes(StandardCharsets.UTF_8);
          boolean mine = exchange.getRequestURI().getQuery().contains("attempt=1");
          exchange.sendResponseHeaders(mine ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    Backup backup = site.create("b");
    JobOrder order = Samples.job("backup", backup.getMetadata().getUid(), site.namespace, "b", 1);
    assertThat(cluster.workers().progress(order.job())).isEmpty();
    cluster.workers().start(order);
    Pod pod = podOf(order.job());
    site.status(
        pod,
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP("127.0.0.1")
            .addNewPodIP()
            .withIp("127.0.0.1")
            .endPodIP()
            .build());
    endpoint.start();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(cluster.workers().progress(order.job()))
                    .hasValueSatisfying(progress -> assertThat(progress.bytesDone).isEqualTo(7)));
    endpoint.stop(0);
    assertThat(cluster.workers().progress(order.job())).isEmpty();
  }

  private void end(Pod pod, int exitCode, String message) {
    site.status(
        pod,
        new PodStatusBuilder()
            .withPhase("Failed")
            .addNewContainerStatus()
            .withName("worker")
            .withImage("x")
            .withImageID("x")
            .withReady(false)
            .withRestartCount(0)
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason("Error")
            .withMessage(message)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .build());
  }

  private void awaitState(JobKey job, JobFact.State state) {
    Awaitility.await().until(() -> cluster.workers().look(job).state() == state);
  }
}
