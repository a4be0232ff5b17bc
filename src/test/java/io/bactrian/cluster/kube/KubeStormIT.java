package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.testing.ApiProxy;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an API server and a network do on a bad day. */
@Execution(ExecutionMode.CONCURRENT)
class KubeStormIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  private static final Duration SILENCE = Duration.ofSeconds(4);

  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private ControlPlane own;
  private KubeSite site;
  private ApiProxy proxy;
  private KubernetesClient client;
  private KubeCluster cluster;

  /** With connections that are closed as late as in earnest: a quiet watch costs no request. */
  private void start(ControlPlane plane) throws Exception {
    start(plane, Duration.ofMinutes(3));
  }

  private void start(ControlPlane plane, Duration silence) throws Exception {
    site = new KubeSite(plane);
    proxy = new ApiProxy(plane);
    client = KubeClients.open(proxy.config(), silence);
    cluster = new KubeCluster(client, KubeSite.settings());
    cluster.backups().onChange(key -> changed.add(key.name()));
    for (int i = 0; i < 5; i++) {
      site.create("old-" + i);
    }
    cluster.start();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    client.close();
    proxy.close();
    site.close();
    if (own != null) {
      own.stop();
    }
  }

  @Test
  void serverThatRestarts_whileTheWorldChanges_isHeardOfAgain() throws Exception {
    own = ControlPlane.ownOrSkip();
    start(own);
    proxy.forget();
    proxy.refuse();
    site.admin.resources(Backup.class).inNamespace(site.namespace).withName("old-0").delete();
    site.create("new-0");
    changed.clear();
    own.stop();
    Awaitility.await().until(() -> !cluster.unwatched().isEmpty());
    // A new server knows no history: every watch's version is too old, which is 410.
    own.start();
    site.create("new-1");
    proxy.recover();
    awaitSame();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(changed).contains("old-0", "new-0", "new-1"));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.unwatched().isEmpty());
    assertThat(proxy.requests()).as("requests of five watches meanwhile").hasSizeLessThan(150);
    site.create("new-2");
    awaitSame();
  }

  @Test
  void connectionsThatDieSilently_areNoticed_andOpenedAnew() throws Exception {
    start(ControlPlane.startOrSkip(), SILENCE);
    proxy.fallSilent();
    site.create("unheard");
    Awaitility.await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.backups().get(site.namespace, "unheard").isEmpty());
    // New connections work again; those of before stay dead, and nobody closes them.
    proxy.recover();
    awaitSame();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cluster.unwatched().isEmpty());
  }

  @Test
  void tooManyRequests_areFollowedByFewer_noSoonerThanAsked() throws Exception {
    start(ControlPlane.startOrSkip());
    proxy.forget();
    proxy.answer(
        request -> request.contains("/backups?") && request.contains("watch=true"),
        2,
        "429 Too Many Requests\r\nRetry-After: 2");
    long began = System.nanoTime();
    proxy.cut();
    site.create("late");
    awaitSame();
    assertThat(proxy.faultsLeft()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(4));
    assertThat(proxy.requests()).hasSizeLessThan(40);
  }

  @Test
  void writeThatIsPutOff_isDoneOnce() throws Exception {
    start(ControlPlane.startOrSkip());
    Backup backup = cluster.backups().get(site.namespace, "old-1").orElseThrow();
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = "Scheduled";
    proxy.forget();
    proxy.answer(
        request -> request.startsWith("PUT"), 1, "429 Too Many Requests\r\nRetry-After: 1");
    cluster.backups().writeStatus(backup);
    // Watches that open only now are none of its requests.
    assertThat(proxy.requests().stream().filter(request -> request.startsWith("PUT"))).hasSize(2);
    assertThat(cluster.backups().get(site.namespace, "old-1").orElseThrow().getStatus().phase)
        .isEqualTo("Scheduled");
  }

  @Test
  void clusterWhereNothingHappens_isNotAsked() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    proxy = new ApiProxy(site.plane);
    client = KubeClients.open(proxy.config());
    cluster = new KubeCluster(client, KubeSite.settings());
    site.create("quiet");
    cluster.start();
    assertThat(proxy.requests())
        .as("a list, its further pages and a watch of each of six kinds")
        .filteredOn(request -> !request.contains("continue="))
        .hasSize(12);
    proxy.forget();
    Awaitility.await()
        .during(Duration.ofSeconds(15))
        .atMost(Duration.ofSeconds(60))
        .until(() -> proxy.requests().isEmpty());
    assertThat(cluster.unwatched()).isEmpty();
  }

  private void awaitSame() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(names(cluster.backups().list())).isEqualTo(names(real())));
  }

  private List<Backup> real() {
    return site.admin.resources(Backup.class).inNamespace(site.namespace).list().getItems();
  }

  private Set<String> names(List<Backup> backups) {
    Set<String> names = new TreeSet<>();
    backups.stream()
        .filter(backup -> backup.getMetadata().getNamespace().equals(site.namespace))
        .forEach(backup -> names.add(backup.getMetadata().getName()));
    return names;
  }
}
