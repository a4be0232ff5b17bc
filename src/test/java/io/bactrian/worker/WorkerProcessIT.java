package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Ports;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code bactrian worker}: what it says, where, and to whom. */
class WorkerProcessIT extends WorkerProcessFixture {
  @Test
  void done_exitCodeStdoutAndTerminationLogAgree() throws IOException {
    Cli.Result result = cli().run(words(rig.backup("uid-1", 1, FIRST))).requireExit(0);
    assertThat(end().result).isEqualTo("complete");
    assertThat(end().runId).isEqualTo(FIRST);
    assertThat(end().bytesNew).isEqualTo(result.json().path("bytesNew").asLong());
    assertThat(result.json().path("task").asText()).isEqualTo("backup");
    assertThat(result.err()).doesNotContain("WARN").doesNotContain(OrderRig.HEX);
    cli().run(words(rig.restore(place.resolve("target"), "latest"))).requireExit(0);
    assertThat(Trees.describe(place.resolve("target"))).isEqualTo(Trees.describe(rig.source));
    cli().run(words(rig.clean("uid-1", FIRST))).requireExit(0);
    assertThat(rig.stored()).filteredOn(file -> !file.endsWith("put.lock")).isEmpty();
  }

  @Test
  void refused_beforeThereIsARun_isToldInTheTerminationLogToo() throws IOException {
    cli().run("worker", "--order", place.resolve("none").toString()).requireExit(2);
    assertThat(end().result).isEqualTo("failed");
    assertThat(end().retryable).isFalse();
    assertThat(end().message).contains("cannot be read");
    WorkerOrder newer = rig.backup("uid-1", 1, FIRST);
    newer.formatVersion = 2;
    cli().run(words(newer)).requireExit(2);
    assertThat(end().hint).contains("worker image");
    WorkerOrder good = rig.backup("uid-1", 1, FIRST);
    cli().run(words(good, "--set", "bactrian.concurrency=lots")).requireExit(2);
    assertThat(end().message).contains("bactrian.concurrency is 'lots'");
  }

  @Test
  void aTerminationLogThatCannotBeWritten_isSaid_andNoError() throws IOException {
    Path nowhere = place.resolve("no/such/directory/log");
    Cli.Result result =
        cli()
            .run(words(rig.backup("uid-1", 1, FIRST), "--termination-log", nowhere.toString()))
            .requireExit(0);
    assertThat(result.err()).contains("WARNING: the termination log").contains("no/such/directory");
    Cli.Result standard = new Cli(place).run(words(rig.backup("uid-2", 1, SECOND))).requireExit(0);
    assertThat(standard.err()).contains("/dev/termination-log");
    assertThat(Path.of("/dev/termination-log")).doesNotExist();
  }

  @Test
  void itsProgressIsServed_andATakenPortIsAWarning() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    int port = Ports.free();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Cli.Result taken =
          cli()
              .run(words(rig.backup("uid-0", 1, FIRST), "--set", "bactrian.worker.port=" + port))
              .requireExit(0);
      assertThat(taken.err()).contains("WARN").contains("port " + port + " cannot be had");
    }
    Trees.make(rig.source.resolve("more"), 6, 5, 20 << 20);
    Cli.Running running =
        cli("1.op=put", "1.keys=.*/data/.*", "1.at=5", "1.fault=hang")
            .start(words(rig.backup("uid-1", 1, SECOND), "--set", "bactrian.worker.port=" + port));
    try {
      URI progress = URI.create("http://127.0.0.1:" + port + "/progress");
      await().atMost(SOON).until(() -> get(progress).path("bundlesDone").asLong() >= 3);
      JsonNode status = get(progress);
      assertThat(status.path("phase").asText()).isEqualTo("storing");
      assertThat(status.path("percent").asText()).endsWith("%");
      assertThat(status.path("bytesTotal").asLong()).isGreaterThan(20 << 20);
      assertThat(text(URI.create("http://127.0.0.1:" + port + "/healthz"))).isEqualTo("ok");
    } finally {
      running.kill();
    }
  }

  private static JsonNode get(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(text(uri));
  }

  /** "{}" while nobody answers. */
  private static String text(URI uri) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "{}";
    }
  }
}
