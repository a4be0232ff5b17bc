package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.StoreCamel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the layer above the Kamelets does when a store misbehaves. */
class FaultyStoreTest {
  @TempDir Path root;
  private CamelContext camel;
  private KameletStore store;

  @BeforeEach
  void open() throws Exception {
    camel = StoreCamel.start();
    store =
        Stores.open(
            camel,
            new RepositorySettings(
                "bad", "faulty", "", Map.of("path", root.toString(), "call-timeout", "2s")));
  }

  @AfterEach
  void close() {
    FaultPlan.uninstall();
    store.close();
    camel.stop();
  }

  @Test
  void shortWrite_isTransientAndTakenAway_andTheRetryStores() {
    FaultPlan.install(Map.of("1.op", "put", "1.at", "1", "1.fault", "short-write"));
    assertClass(FailureClass.TRANSIENT, () -> store.put("a", new byte[100]));
    assertThat(store.head("a")).isEmpty();
    FaultPlan.install(Map.of("1.op", "put", "1.at", "1-2", "1.fault", "short-write"));
    assertThat(store.retrying().put("a", new byte[100]).length()).isEqualTo(100);
  }

  @Test
  void putWhoseAnswerIsLost_andLateDuplicate_areSuccess() {
    FaultPlan.install(
        Map.of(
            "1.op",
            "put",
            "1.at",
            "1",
            "1.fault",
            "reset-after",
            "2.keys",
            "b",
            "2.fault",
            "late-duplicate"));
    assertThat(store.retrying().put("a", new byte[100]).length()).isEqualTo(100);
    assertThat(store.put("b", new byte[100]).length()).isEqualTo(100);
  }

  @Test
  void transientFailures_areTriedExactlyAsOftenAsConfigured() {
    FaultPlan plan = FaultPlan.install(Map.of("1.fault", "reset"));
    assertClass(FailureClass.TRANSIENT, () -> store.retrying().list("", ""));
    assertThat(plan.operations()).isEqualTo(3);
  }

  @Test
  void permanentFailures_areTriedOnce() {
    for (String fault : new String[] {"denied", "no-bucket"}) {
      FaultPlan plan = FaultPlan.install(Map.of("1.fault", fault));
      assertThatThrownBy(() -> store.retrying().delete("a")).isInstanceOf(Failure.class);
      assertThat(plan.operations()).isEqualTo(1);
    }
  }

  @Test
  void noSpace_isTransientWithAHint() {
    FaultPlan.install(Map.of("1.op", "put", "1.fault", "enospc"));
    assertThatThrownBy(() -> store.put("a", new byte[1]))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.hint().get()).contains("make room"));
  }

  @Test
  void storeThatHangs_isGivenUpAtTheDeadline() {
    FaultPlan.install(Map.of("1.op", "list", "1.fault", "hang"));
    assertThatThrownBy(() -> store.list("", "")).hasMessageContaining("no answer within 2000 ms");
  }

  @Test
  void shortAndBrokenReads_areIoExceptions_andReadTriesAgain() {
    store.put("a", new byte[1000]);
    for (String fault : new String[] {"short-read", "broken-read"}) {
      FaultPlan.install(Map.of("1.op", "get", "1.at", "1-3", "1.fault", fault));
      assertThatThrownBy(() -> store.get("a", 0, -1).readAllBytes())
          .isInstanceOf(IOException.class);
      assertThat(store.retrying().read("a", 1000)).hasSize(1000);
    }
  }

  @Test
  void flippedBit_comesThroughForWhoeverChecks() {
    store.put("a", new byte[1000]);
    FaultPlan.install(Map.of("1.op", "get", "1.fault", "flip"));
    assertThat(store.read("a", 1000)).contains(1);
  }

  @Test
  void everyFirstPutOfAKey_failsOnce() throws Exception {
    Path trace = root.resolveSibling(root.getFileName() + ".trace");
    FaultPlan plan =
        FaultPlan.install(
            Map.of(
                "1.op",
                "put",
                "1.per-key",
                "true",
                "1.at",
                "1",
                "1.fault",
                "500",
                "trace",
                trace.toString()));
    for (int i = 0; i < 5; i++) {
      store.retrying().put("k" + i, new byte[i]);
    }
    assertThat(plan.operations()).isEqualTo(10);
    assertThat(plan.injected()).isEqualTo(5);
    assertThat(Files.readAllLines(trace)).hasSize(10).first().isEqualTo("1 put k0 500");
    Files.delete(trace);
  }

  private static void assertClass(FailureClass expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.failureClass()).isEqualTo(expected));
  }
}
