package io.bactrian.cluster.kube;

import static io.bactrian.cluster.kube.Jobs.BACKUP;
import static io.bactrian.cluster.kube.Jobs.ROOT;
import static io.bactrian.cluster.kube.Jobs.build;
import static io.bactrian.cluster.kube.Jobs.builder;
import static io.bactrian.cluster.kube.Jobs.mount;
import static io.bactrian.cluster.kube.Jobs.pod;
import static io.bactrian.cluster.kube.Jobs.volume;
import static io.bactrian.cluster.kube.Jobs.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Names;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a worker Job is by itself. */
class JobBuilderTest {
  @Test
  void job_runsOnce_isOwned_andCanBeFoundAgain() {
    Job job = build(BACKUP);
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getMetadata().getLabels())
        .containsEntry(Names.UID, "uid-1")
        .containsEntry(Names.ATTEMPT, "2");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(job.getMetadata().getLabels());
    assertThat(ResourceMark.read(job.getSpec().getTemplate().getMetadata()))
        .hasValueSatisfying(key -> assertThat(key).hasToString("Backup prod/db"));
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getUid()).isEqualTo("uid-1");
            });
    assertThat(
            build(Samples.job("clean", "uid-1", "prod", "db", 1))
                .getMetadata()
                .getOwnerReferences())
        .isEmpty();
  }

  @Test
  void pod_hasNoToken_noPrivileges_andNoRestart() {
    PodSpec pod = pod(build(BACKUP));
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getSecurityContext().getFsGroup()).isNull();
    Container worker = worker(pod);
    assertThat(worker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(worker.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(worker.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(worker.getSecurityContext().getCapabilities().getAdd())
        .containsExactly("DAC_READ_SEARCH");
    assertThat(worker.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(worker.getResources().getLimits().get("memory")).isEqualTo(new Quantity("320Mi"));
    assertThat(worker.getTerminationMessagePath()).isNull();
  }

  @Test
  void data_isReadOnlyForABackup_andNotForARestore() {
    assertThat(mount(pod(build(BACKUP)), "/data").getReadOnly()).isTrue();
    assertThat(volume(pod(build(BACKUP)), "data").getPersistentVolumeClaim().getReadOnly())
        .isTrue();
    PodSpec restore = pod(build(Samples.job("restore", "u", "prod", "db", 1)));
    assertThat(mount(restore, "/data").getReadOnly()).isFalse();
    assertThat(volume(restore, "data").getPersistentVolumeClaim().getReadOnly()).isFalse();
    PodSpec clean =
        pod(build(Samples.withRepositoryClaim(Samples.job("clean", "u", "prod", "db", 1), "repo")));
    assertThat(mount(clean, "/repository").getReadOnly()).isFalse();
    assertThat(mount(clean, "/tmp").getReadOnly()).isFalse();
    assertThat(volume(clean, "scratch").getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("2Gi"));
  }

  @Test
  void order_tellsPathsOfTheContainer_andTravelsWithThePod() throws Exception {
    SecretUse key = new SecretUse("prod", "kek", List.of("key.hex"));
    SecretUse storage = new SecretUse("prod", "store", List.of());
    JobOrder asked =
        Samples.withRepositoryClaim(
            Samples.with(BACKUP, Optional.of(storage), Optional.of(key)), "repo");
    asked.order().storage.path = "/deep/er";
    Job job = builder().build(asked, ROOT, Optional.of("store"), Optional.of("kek"));
    WorkerOrder order =
        new ObjectMapper()
            .readValue(
                job.getSpec().getTemplate().getMetadata().getAnnotations().get(Names.ORDER),
                WorkerOrder.class);
    assertThat(order.dataDirectory).isEqualTo("/data/db");
    assertThat(order.repositoryDirectory).isEqualTo("/repository/deep/er");
    assertThat(order.keyFile).isEqualTo("/var/run/bactrian/key/key.hex");
    assertThat(order.storageSecretDirectory).isEqualTo("/var/run/bactrian/storage");
    assertThat(BACKUP.order().dataDirectory).as("the order given").isEqualTo("db");
    assertThat(
            volume(pod(job), "order")
                .getDownwardAPI()
                .getItems()
                .get(0)
                .getFieldRef()
                .getFieldPath())
        .isEqualTo("metadata.annotations['bactrian.io/order']");
    assertThat(worker(pod(job)).getCommand()).isEqualTo(WorkerSettings.ENTRYPOINT);
    assertThat(worker(pod(job)).getArgs())
        .containsExactly("worker", "--order", "/var/run/bactrian/order/order.json");
    asked.order().storage.path = null;
  }

  @Test
  void pathOutOfTheClaim_isRefused() {
    JobOrder order = Samples.job("backup", "u", "prod", "db", 1);
    order.order().dataDirectory = "a/../../etc";
    assertThatThrownBy(() -> build(order))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a/../../etc");
  }

  @Test
  void secrets_areFiles_readableByWhoRuns() {
    JobOrder order =
        Samples.with(
            BACKUP,
            Optional.of(new SecretUse("prod", "store", List.of("accessKey"))),
            Optional.empty());
    PodSpec root = pod(builder().build(order, ROOT, Optional.of("store"), Optional.empty()));
    assertThat(volume(root, "storage").getSecret().getDefaultMode()).isEqualTo(0400);
    assertThat(volume(root, "storage").getSecret().getItems())
        .singleElement()
        .satisfies(item -> assertThat(item.getKey()).isEqualTo("accessKey"));
    Placement someone =
        new Placement(1000, Optional.of(2000L), List.of(3000L), List.of(), List.of());
    PodSpec other = pod(builder().build(order, someone, Optional.of("store"), Optional.empty()));
    assertThat(volume(other, "storage").getSecret().getDefaultMode()).isEqualTo(0444);
    assertThat(other.getSecurityContext().getRunAsUser()).isEqualTo(1000);
    assertThat(other.getSecurityContext().getRunAsGroup()).isEqualTo(2000);
    assertThat(other.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(other.getSecurityContext().getSupplementalGroups()).containsExactly(3000L);
    assertThat(worker(other).getEnv()).noneMatch(env -> env.getValueFrom() != null);
  }
}
