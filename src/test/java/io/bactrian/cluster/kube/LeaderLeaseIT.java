package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.ApiProxy;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LeaderLeaseIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  /** As long as they are in earnest: a leader may have to wait for a core for seconds. */
  private static final LeaderLease.Times TIMES =
      new LeaderLease.Times(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofMillis(300));

  private static final Duration SOON = Duration.ofSeconds(60);

  private final AtomicInteger leading = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private KubeSite site;

  @BeforeEach
  void start() {
    site = new KubeSite(ControlPlane.startOrSkip());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    site.close();
  }

  /** One candidate, whose connection can be spoiled; onStop is what a process does that ends. */
  private final class Candidate {
    final ApiProxy proxy;
    final LeaderLease lease;
    final AtomicInteger stops = new AtomicInteger();

    Candidate(String identity) throws Exception {
      proxy = new ApiProxy(site.plane);
      KubernetesClient client = KubeClients.openForLease(proxy.config());
      lease =
          new LeaderLease(
              client,
              site.namespace,
              "leader",
              identity,
              TIMES,
              () -> most.accumulateAndGet(leading.incrementAndGet(), Math::max),
              () -> {
                leading.decrementAndGet();
                stops.incrementAndGet();
              });
      opened.add(lease);
      opened.add(client);
      opened.add(proxy);
      lease.start();
    }
  }

  @Test
  void leaderThatIsCutOff_stopsByItself_beforeAnotherLeads_withinTwoLeaseTimes() throws Exception {
    Candidate first = new Candidate("a");
    await(first);
    Candidate second = new Candidate("b");
    Awaitility.await().atMost(SOON).until(() -> second.proxy.requests().size() > 2);
    long began = System.nanoTime();
    first.proxy.fallSilent();
    await(second);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isLessThan(TIMES.lease().multipliedBy(2));
    assertThat(first.stops).hasValue(1);
    assertThat(first.lease.isLeader()).isFalse();
    first.proxy.recover();
    first.proxy.cut();
    // It is over for good, however well it could renew now.
    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .until(() -> !first.lease.isLeader() && second.lease.isLeader());
    assertThat(most).as("leaders at once, ever").hasValue(1);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("b");
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void leaderThatEndsCleanly_isFollowedAtOnce() throws Exception {
    Candidate first = new Candidate("a");
    await(first);
    Candidate second = new Candidate("b");
    Awaitility.await().atMost(SOON).until(() -> second.proxy.requests().size() > 2);
    leading.decrementAndGet();
    first.lease.close();
    long began = System.nanoTime();
    await(second);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMES.lease());
    assertThat(first.stops).as("nothing was lost").hasValue(0);
  }

  @Test
  void leaderWhoseLeaseIsTaken_stops_andOneThatOnlyMissesAnswers_doesNot() throws Exception {
    Candidate first = new Candidate("a");
    await(first);
    first.proxy.answer(
        request -> request.startsWith("PUT"), 2, "503 Service Unavailable\r\nRetry-After: 60");
    Awaitility.await().atMost(SOON).until(() -> first.proxy.faultsLeft() == 0);
    Awaitility.await()
        .during(TIMES.renew())
        .atMost(TIMES.renew().multipliedBy(2))
        .until(first.lease::isLeader);
    Lease taken = lease();
    taken.getSpec().setHolderIdentity("somebody");
    taken.getMetadata().setResourceVersion(null); // the leader renews it meanwhile
    site.admin.resource(taken).update();
    Awaitility.await().atMost(SOON).until(() -> first.stops.get() == 1);
  }

  @Test
  void leader_renewsByOneRequestATime() throws Exception {
    Candidate first = new Candidate("a");
    await(first);
    first.proxy.forget();
    // One whose answer takes seconds is followed by a look: three in a row were answered.
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(last(3, first.proxy.requests()))
                    .hasSize(3)
                    .allMatch(request -> request.startsWith("PUT ")));
  }

  @Test
  void processThatFollowsADeadOneOfItsIdentity_leadsAtOnce() throws Exception {
    Candidate first = new Candidate("a");
    await(first);
    first.proxy.refuse();
    Candidate again = new Candidate("a");
    await(again);
    assertThat(again.proxy.requests())
        .as("far fewer than in the time of a lease")
        .hasSizeLessThan(9);
  }

  private static <T> List<T> last(int count, List<T> all) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  private static void await(Candidate candidate) {
    Awaitility.await().atMost(SOON).until(candidate.lease::isLeader);
  }

  private Lease lease() {
    return site.admin.leases().inNamespace(site.namespace).withName("leader").get();
  }
}
