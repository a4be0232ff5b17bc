package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Jobs in a real API server; what a kubelet would do is written into pods' statuses. */
@Execution(ExecutionMode.CONCURRENT)
class KubeWorkersIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  private final Set<ResourceKey> changed = ConcurrentHashMap.newKeySet();
  private KubeSite site;
  private KubernetesClient client;
  private KubeCluster cluster;
  private HttpServer endpoint;

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    client =
        KubeClients.open(Config.fromKubeconfig(Files.readString(site.plane.adminKubeconfig())));
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster = new KubeCluster(client, KubeSite.settings(), endpoint.getAddress().getPort());
    cluster.backups().onChange(changed::add);
    cluster.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop(0);
    cluster.close();
    client.close();
    site.close();
  }

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
    cluster.workers().look(order.job());
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

  private Pod podOf(JobKey job) {
    return Awaitility.await()
        .until(
            () ->
                site.admin
                    .pods()
                    .inNamespace(job.namespace())
                    .withLabel("batch.kubernetes.io/job-name", job.name())
                    .list()
                    .getItems(),
            pods -> !pods.isEmpty())
        .get(0);
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
