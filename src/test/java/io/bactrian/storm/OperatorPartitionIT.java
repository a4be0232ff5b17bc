package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.ApiProxy;
import io.bactrian.testing.Ports;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that does not reach the API server for longer than its lease lasts. */
class OperatorPartitionIT {
  private static final List<String> LEASE =
      List.of(
          "bactrian.operator.lease.duration=20s",
          "bactrian.operator.lease.renew-deadline=14s",
          "bactrian.operator.lease.retry-period=1s");

  @TempDir private Path directory;
  private final int port = Ports.free();
  private StormSite site;
  private Kubelet kubelet;
  private ApiProxy proxy;
  private OperatorProcess first;
  private OperatorProcess second;

  @BeforeEach
  void open() throws IOException {
    site = StormSite.openOrSkip(directory);
    kubelet =
        new Kubelet(
                site.admin(),
                worker -> CompletableFuture.completedFuture(End.complete(worker)),
                Duration.ofMillis(300))
            .serve(site.namespace());
    proxy = new ApiProxy(site.plane());
  }

  @AfterEach
  void close() {
    for (OperatorProcess operator : new OperatorProcess[] {first, second}) {
      if (operator != null) {
        operator.kill();
      }
    }
    if (site != null) {
      proxy.close();
      kubelet.close();
      site.close();
    }
  }

  /** Silent for longer than the lease: another leads; then both reach the server again. */
  @Test
  void theLeaderIsCutOff_anotherLeads_andTheFirstIsItsHeirInTheSameProcess() throws IOException {
    List<String> serving = new ArrayList<>(LEASE);
    serving.add("bactrian.operator.port=" + port);
    first = OperatorProcess.start(site, proxy.url(), "first", serving).awaitReady();
    await("the first leads", () -> first.leads());
    second = OperatorProcess.start(site, site.plane().url(), "second", LEASE).awaitReady();
    complete("before");
    int ready = readyTimes(first);
    proxy.fallSilent();
    await("the second leads", () -> second.leads());
    await("the first knows that it does not", () -> !first.leads());
    complete("meanwhile");
    proxy.recover();
    proxy.cut();
    await("the first begins anew", () -> readyTimes(first) > ready);
    assertThat(second.leads()).isTrue();
    assertThat(served("metrics")).contains("bactrian_leader 0.0");
    second.kill();
    await("the first leads again", () -> holder().startsWith("first-"));
    complete("after");
    assertThat(served("metrics")).contains("bactrian_leader 1.0");
    // Not while a watch is just being opened anew.
    Awaitility.await()
        .ignoreException(IOException.class)
        .until(() -> served("health/ready").contains("UP"));
    assertThat(first.isAlive()).as(first.log()).isTrue();
  }

  private String served(String what) throws IOException {
    URL url = new URL("http://127.0.0.1:" + port + "/observe/" + what);
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int readyTimes(OperatorProcess operator) {
    return operator.log().split("the operator is ready", -1).length - 1;
  }

  private void complete(String backup) {
    site.apply(site.backup(backup));
    await(backup + " is complete", () -> site.phase(backup).equals("Complete"));
  }

  private String holder() {
    Lease lease =
        site.admin().leases().inNamespace(StormSite.SYSTEM).withName("bactrian-operator").get();
    return lease.getSpec().getHolderIdentity();
  }

  private void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
