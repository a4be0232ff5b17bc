package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup of the demonstration that is to be killed cannot end before it is. */
class DemoFaultTest {
  private static final String NAME = "default/demo/";
  private static final String RUN = NAME + "20261121T020000Z-7f3a9c/";

  @TempDir private Path kamelets;

  @Test
  void untilKilled_fromTheIndexOn_everyOtherWriteOfTheRunWaits() throws Exception {
    DemoFault fault = new DemoFault.UntilKilled();
    fault.before(RUN + "data/000002-aa.tar.zst.cms");
    fault.before(RUN + "index/000001-aa.jsonl.zst.cms");
    fault.before(RUN + "index/000002-aa.jsonl.zst.cms");
    fault.before(NAME + "lock/00000001.beat.000001");
    for (String held : new String[] {"data/000003-aa.tar.zst.cms", "STREAM", "manifest.json"}) {
      Thread writer = new Thread(() -> write(fault, RUN + held));
      writer.setDaemon(true);
      writer.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> writer.getState() == Thread.State.WAITING);
      writer.interrupt();
      writer.join();
    }
  }

  private static void write(DemoFault fault, String key) {
    assertThatThrownBy(() -> fault.before(key)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void install_again_replacesTheFault() throws IOException {
    DemoFault.install(kamelets, DemoFault.UntilKilled.class);
    DemoFault.install(kamelets, DemoFault.class);
    assertThat(Files.readString(kamelets.resolve("file-store-action.kamelet.yaml")))
        .contains(DemoFault.class.getName())
        .doesNotContain(DemoFault.UntilKilled.class.getName());
  }
}
