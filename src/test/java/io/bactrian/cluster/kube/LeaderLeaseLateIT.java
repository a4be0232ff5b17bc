package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.ApiProxy;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Answers that come late or never, and threads that have to wait. */
@Execution(ExecutionMode.CONCURRENT)
class LeaderLeaseLateIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  private static final LeaderLease.Times SHORT =
      new LeaderLease.Times(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofMillis(300));
  private static final LeaderLease.Times LONG =
      new LeaderLease.Times(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofMillis(300));

  private KubeSite site;
  private ApiProxy proxy;
  private KubernetesClient client;
  private LeaderLease lease;

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    proxy = new ApiProxy(site.plane);
    client = KubeClients.openForLease(proxy.config());
  }

  @AfterEach
  void stop() {
    lease.close();
    client.close();
    proxy.close();
    site.close();
  }

  private void campaign(LeaderLease.Times times, Runnable onStart, Runnable onStop) {
    lease = new LeaderLease(client, site.namespace, "leader", "a", times, onStart, onStop);
    lease.start();
  }

  /** Others may take it already, by the time that the word of it arrives. */
  @Test
  void leadThatComesTooLate_isNotTaken_butAskedForOnceMore() {
    AtomicReference<List<String>> asked = new AtomicReference<>();
    proxy.answerLate(request -> request.startsWith("POST"), 1, Duration.ofSeconds(3));
    campaign(SHORT, () -> asked.compareAndSet(null, proxy.requests()), () -> {});
    Awaitility.await().until(() -> asked.get() != null);
    assertThat(asked.get())
        .as("asked until it led")
        .anyMatch(request -> request.startsWith("POST"))
        .anyMatch(request -> request.startsWith("PUT"));
  }

  /** The deadline passes while {@code onStart} is on its way. */
  @Test
  void whoeverIsToldOfTheBeginning_isToldOfTheEndAfterwards() {
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    campaign(
        SHORT,
        () -> {
          begun.countDown();
          waitFor(mayGoOn);
          told.add("start");
        },
        () -> told.add("stop"));
    Awaitility.await().until(() -> begun.getCount() == 0 && !lease.isLeader());
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(60))
        .until(told::isEmpty);
    mayGoOn.countDown();
    Awaitility.await().untilAsserted(() -> assertThat(told).containsExactly("start", "stop"));
  }

  @Test
  void renewalWhoseAnswerIsLost_doesNotKeepTheLeaseFromTheNext() {
    campaign(LONG, () -> {}, () -> {});
    Awaitility.await().until(lease::isLeader);
    proxy.answerLate(request -> request.startsWith("PUT"), 1, Duration.ofSeconds(30));
    Awaitility.await().until(() -> proxy.delaysLeft() == 0);
    lease.close();
    assertThat(
            site.admin
                .leases()
                .inNamespace(site.namespace)
                .withName("leader")
                .get()
                .getSpec()
                .getHolderIdentity())
        .isEmpty();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
