package io.bactrian.worker;

import static org.awaitility.Awaitility.await;

import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source, a repository in a directory, and workers by order in this JVM. */
abstract class WorkerFixture {
  static final String FIRST = "20261121T020000Z-aaaaaa";
  static final String SECOND = "20261121T020500Z-bbbbbb";

  @TempDir Path place;
  OrderRig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place);
    Trees.make(rig.source, 5, 30, 3 << 20);
  }

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  static void awaitReached(Path gate) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(gate.resolveSibling(gate.getFileName() + ".reached")));
  }
}
