package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Secrets that a worker needs, be they of its own namespace, of another, or kept for it. */
@Execution(ExecutionMode.CONCURRENT)
class KubeWorkerSecretsIT extends KubeWorkersFixture {
  @Test
  void secretOfAnotherNamespace_isCopied_namedMembersOnly_andOwnedByTheJob() {
    site.secret(
        "bactrian-system",
        "kek-" + site.namespace,
        Map.of("key", "K", "other", "O"),
        Map.of(Names.ALLOW_NAMESPACES, "x, " + site.namespace));
    Backup backup = site.create("b");
    JobOrder order = withKey(backup, "kek-" + site.namespace);
    assertThat(cluster.workers().start(order)).isTrue();
    Pod pod = podOf(order.job());
    String name =
        pod.getSpec().getVolumes().stream()
            .filter(v -> v.getName().equals("key"))
            .map(v -> v.getSecret().getSecretName())
            .findFirst()
            .orElseThrow();
    Secret copy = site.admin.secrets().inNamespace(site.namespace).withName(name).get();
    assertThat(copy.getData()).containsOnlyKeys("key");
    Job job = site.admin.batch().v1().jobs().inNamespace(site.namespace).withName("backup-b").get();
    assertThat(copy.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(job.getMetadata().getUid()));
  }

  @Test
  void jobHalfStarted_byAnOperatorThatDied_isFinishedByWhoeverLooks() {
    Backup backup = site.create("b");
    JobOrder order = withKey(backup, "late-" + site.namespace);
    // The Secret is not there: all that is done is the Job, suspended, as after a kill.
    assertThat(cluster.workers().start(order)).isTrue();
    JobFact waiting = cluster.workers().look(order.job());
    assertThat(waiting.state()).isEqualTo(JobFact.State.PENDING);
    assertThat(waiting.containerReason()).startsWith("SecretMissing: bactrian-system/late-");
    assertThat(cluster.workers().livePods(site.namespace, waiting.uid())).isEmpty();
    site.secret(
        "bactrian-system",
        "late-" + site.namespace,
        Map.of("key", "K"),
        Map.of(Names.ALLOW_NAMESPACES, "*"));
    assertThat(cluster.workers().look(order.job()).containerReason())
        .as("of the Job as it is now, which nobody suspends any more")
        .doesNotContain("SecretMissing", "JobSuspended");
    podOf(order.job());
    assertThat(cluster.workers().look(order.job()).containerReason())
        .doesNotContain("SecretMissing");
  }

  @Test
  void secretOfTheCopysName_isNeitherUsed_norDeleted_butWaitedFor() {
    site.secret(
        "bactrian-system",
        "way-" + site.namespace,
        Map.of("key", "K"),
        Map.of(Names.ALLOW_NAMESPACES, "*"));
    Backup backup = site.create("b");
    JobOrder order = withKey(backup, "way-" + site.namespace);
    String copy = "backup-b-" + backup.getMetadata().getUid().substring(0, 8) + "-1-key";
    site.secret(site.namespace, copy, Map.of("key", "foreign"), Map.of());
    assertThat(cluster.workers().start(order)).isTrue();
    JobFact waiting = cluster.workers().look(order.job());
    assertThat(waiting.state()).isEqualTo(JobFact.State.PENDING);
    assertThat(waiting.containerReason()).startsWith("SecretInTheWay: ").endsWith(copy);
    assertThat(cluster.workers().livePods(site.namespace, waiting.uid())).isEmpty();
    assertThat(site.admin.secrets().inNamespace(site.namespace).withName(copy).get().getData())
        .containsEntry("key", "Zm9yZWlnbg==");
    site.admin.secrets().inNamespace(site.namespace).withName(copy).delete();
    cluster.workers().look(order.job());
    podOf(order.job());
    assertThat(site.admin.secrets().inNamespace(site.namespace).withName(copy).get().getData())
        .containsEntry("key", "Sw==");
  }

  @Test
  void secretThatIsNotAllowed_isNeverCopied_whateverAJobSays() {
    site.secret("bactrian-system", "theirs-" + site.namespace, Map.of("key", "K"), Map.of());
    Backup backup = site.create("b");
    JobOrder order = withKey(backup, "theirs-" + site.namespace);
    cluster.workers().start(order);
    // A Job that claims to work for a resource of the Secret's own namespace.
    site.plane.kubectl(
        "-n",
        site.namespace,
        "annotate",
        "--overwrite",
        "job/backup-b",
        ResourceMark.NAME + "=Backup/bactrian-system/b");
    assertThat(cluster.workers().look(order.job()).containerReason()).startsWith("SecretMissing");
    assertThat(site.admin.secrets().inNamespace(site.namespace).list().getItems()).isEmpty();
    JobOrder clean = cleanWith("theirs-" + site.namespace, "bactrian-system", backup);
    assertThatThrownBy(() -> cluster.workers().start(clean))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("must not use");
  }

  @Test
  void cleaning_afterItsSecretWent_usesTheCredentialsThatWereKept() {
    site.secret(site.namespace, "store", Map.of("accessKey", "A"), Map.of());
    site.create("b");
    Awaitility.await().until(() -> cluster.backups().get(site.namespace, "b").isPresent());
    Backup read = cluster.backups().get(site.namespace, "b").orElseThrow();
    JobOrder first = cleanWith("store", site.namespace, read);
    SecretReference copy = new SecretReference();
    copy.namespace = first.job().namespace();
    copy.name = first.job().name();
    cluster.secrets().keep(site.namespace, new SecretUse(site.namespace, "store", List.of()), copy);
    site.admin.secrets().inNamespace(site.namespace).withName("store").delete();
    JobOrder clean = cleanWith(copy.name, copy.namespace, read);
    assertThat(cluster.workers().start(clean)).isTrue();
    Pod pod = podOf(clean.job());
    assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(65532L);
    assertThat(pod.getMetadata().getOwnerReferences())
        .extracting(o -> o.getKind())
        .containsExactly("Job");
    cluster.workers().remove(clean.job());
  }

  private JobOrder withKey(Backup backup, String secret) {
    return Samples.with(
        Samples.job("backup", backup.getMetadata().getUid(), site.namespace, "b", 1),
        Optional.empty(),
        Optional.of(new SecretUse("bactrian-system", secret, List.of("key"))));
  }

  private JobOrder cleanWith(String secret, String secretNamespace, Backup backup) {
    JobOrder clean =
        Samples.with(
            Samples.job("clean", backup.getMetadata().getUid(), site.namespace, "b", 1),
            Optional.of(new SecretUse(secretNamespace, secret, List.of())),
            Optional.empty());
    return new JobOrder(
        new JobKey("bactrian-system", "clean-" + site.namespace),
        clean.order(),
        site.namespace,
        false,
        Optional.empty(),
        Optional.empty(),
        clean.storageSecret(),
        Optional.empty(),
        null);
  }
}
