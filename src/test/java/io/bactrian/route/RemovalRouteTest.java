package io.bactrian.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.repo.Commit;
import io.bactrian.engine.repo.DeletionResult;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.LockRequest;
import io.bactrian.engine.repo.LockTimes;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.NameLock;
import io.bactrian.engine.repo.Refs;
import io.bactrian.engine.repo.RemovalRun;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Totals;
import io.bactrian.testing.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalRouteTest {
  private static final Layout LAYOUT = new Layout("default", "redis");
  private static final LockTimes TIMES =
      LockTimes.of(Duration.ofSeconds(10), Duration.ofMinutes(2));
  @TempDir Path spool;
  private final MemoryStore store = new MemoryStore();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("removal", new RemovalSteps());
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/prune.yaml"));
    camel.start();
    assertThat(camel.getRoutes()).hasSize(1);
    for (int i = 1; i <= 3; i++) {
      commit(i);
    }
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private void commit(int day) {
    try (NameLock lock = NameLock.acquire(store, LAYOUT, LockRequest.of("backup", false), TIMES)) {
      String time = "2026-11-0" + day + "T00:00:00Z";
      Manifest draft =
          new Manifest(
              new Manifest.Identity("default", "redis", run(day), day, null, null),
              new Manifest.Origin("test", time, time, "h", "/src"),
              new Manifest.Packing("tar.zst", 3, "none", "-", "-"),
              new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
              new TreeMap<>(),
              Refs.of(List.of()),
              Refs.of(List.of()),
              Manifest.Report.none(),
              new Manifest.Ledger(0, List.of()));
      new Commit(store, LAYOUT, lock, store::put, spool).commit(draft, Map.of(), null, null);
    }
  }

  private static RunId run(int day) {
    return new RunId("2026110" + day + "T000000Z-00000" + day);
  }

  private DeletionResult call(RemovalRun run) {
    return camel.createProducerTemplate().requestBody("direct:prune", run, DeletionResult.class);
  }

  private RemovalRun delete(String backup) {
    return new RemovalRun(
        store,
        LAYOUT,
        LockRequest.of("delete", false),
        TIMES,
        runs -> List.of(runs.selectForDelete(backup)));
  }

  @Test
  void delete_oneAfterTheOther_leavesNothing() {
    assertThat(call(delete("latest")).runs()).containsExactly(run(3));
    call(delete(run(1).text()));
    assertThat(call(delete("latest")).nameGone()).isTrue();
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void delete_onlyALockWasLeft_isRefusedAndTheLockGoesToo() {
    store.keys().stream().filter(key -> !key.contains("/lock/")).forEach(store::delete);
    assertThatThrownBy(() -> call(delete("latest"))).cause().hasMessageContaining("no complete");
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void delete_unknownBackup_isRefusedAndTheLockIsFree() {
    assertThatThrownBy(() -> call(delete("2031")))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .hasMessageContaining("no backup '2031'");
    assertThat(call(delete("latest")).runs()).hasSize(1);
  }

  @Test
  void delete_whileABackupRuns_isRefusedAndTouchesNothing() {
    NameLock backup = NameLock.acquire(store, LAYOUT, LockRequest.of("backup", false), TIMES);
    List<String> before = store.keys();
    assertThatThrownBy(() -> call(delete("latest")))
        .cause()
        .hasMessageContaining("locked by")
        .hasMessageContaining("backup since");
    assertThat(store.keys()).isEqualTo(before);
    backup.close();
  }
}
