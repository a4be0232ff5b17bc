package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Settings;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Backups and restores by order, in this JVM, on a repository in a directory. */
class WorkerRunTest extends WorkerFixture {
  @Test
  void backup_writesTheRunItWasToldTo_andRestoresIntoAVolumeWithLostAndFound() throws IOException {
    WorkerEnd end = rig.complete(rig.backup("uid-1", 1, FIRST));
    assertThat(end.runId).isEqualTo(FIRST);
    assertThat(end.sequence).isEqualTo(1);
    assertThat(end.bytes).isGreaterThan(3 << 20);
    assertThat(end.bytesNew).isPositive();
    assertThat(end.files).isGreaterThan(30);
    assertThat(end.changedFiles).isZero();
    assertThat(end.bundleAttempts).isPositive();
    assertThat(end.debtBytes).isZero();
    assertThat(end.finishedAt).matches("20..-..-..T.*Z");
    assertThat(rig.manifest(FIRST).path("uid").asText()).isEqualTo("uid-1");

    Path volume = Files.createDirectories(place.resolve("volume/lost+found")).getParent();
    WorkerEnd restored = rig.complete(rig.restore(volume, "latest"));
    assertThat(restored.runId).isEqualTo(FIRST);
    assertThat(restored.files).isEqualTo(end.files);
    Map<String, String> tree = Trees.describe(rig.source);
    Map<String, String> found = Trees.describe(volume);
    assertThat(found.remove("lost+found/")).isNotNull();
    assertThat(found).isEqualTo(tree);
  }

  @Test
  void restore_whoseEndNobodyHeardOf_isTheNextAttemptsOwn_andNoOtherRestores() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path volume = place.resolve("volume");
    rig.lost(rig.restore(volume, "latest"));
    WorkerOrder again = rig.restore(volume, "latest");
    again.attempt = 2;
    assertThat(rig.complete(again).files).isGreaterThan(30);
    assertThat(Trees.describe(volume)).isEqualTo(Trees.describe(rig.source));

    Path another = place.resolve("another");
    rig.lost(rig.restore(another, "latest"));
    WorkerOrder others = rig.restore(another, "latest");
    others.uid = "uid-of-another";
    WorkerEnd refused = rig.run(others);
    assertThat(refused.message).contains("is not empty");
    assertThat(refused.retryable).isFalse();
    assertThat(Trees.describe(another)).isEqualTo(Trees.describe(rig.source));
  }

  @Test
  void backup_committedBeforeForTheSameResource_isTheAnswer_andNothingIsWritten()
      throws IOException {
    WorkerEnd first = rig.complete(rig.backup("uid-1", 1, FIRST));
    List<String> before = rig.stored();
    Files.writeString(rig.source.resolve("new"), "later");
    WorkerEnd again = rig.complete(rig.backup("uid-1", 2, SECOND));
    assertThat(again.runId).isEqualTo(FIRST);
    assertThat(again.finishedAt).isEqualTo(first.finishedAt);
    assertThat(again.bytesNew).isEqualTo(first.bytesNew);
    assertThat(rig.committed(SECOND)).isFalse();
    assertThat(runs(rig.stored())).isEqualTo(runs(before));
    assertThat(rig.complete(rig.backup("uid-2", 1, SECOND)).sequence).isEqualTo(2);
  }

  private static List<String> runs(List<String> files) {
    return files.stream().filter(file -> !file.contains("/lock/")).toList();
  }

  @Test
  void backup_runIdThatIsThereAlready_isNotWrittenInto() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    WorkerEnd end = rig.complete(rig.backup("uid-2", 1, FIRST));
    assertThat(end.runId).isNotEqualTo(FIRST);
    assertThat(rig.manifest(FIRST).path("uid").asText()).isEqualTo("uid-1");
    assertThat(rig.manifest(end.runId).path("uid").asText()).isEqualTo("uid-2");
  }

  @Test
  void backup_settingsOfTheOrder_areUsed() throws IOException {
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.exclude = List.of("large.db", "second-name");
    order.settings.archive = new Settings.Archive();
    order.settings.archive.format = "tar.gz";
    order.settings.archive.compressionLevel = 9;
    order.settings.encryption = new Settings.Encryption();
    order.settings.encryption.algorithm = "gpg";
    rig.set("bactrian.compression-level=17");
    assertThat(rig.complete(order).bytes).isLessThan(1 << 20);
    var manifest = rig.manifest(FIRST);
    assertThat(manifest.path("format").asText()).isEqualTo("tar.gz");
    assertThat(manifest.path("compressionLevel").asInt()).isEqualTo(9);
    assertThat(manifest.path("algorithm").asText()).isEqualTo("gpg");
  }

  @Test
  void backup_wrongKey_isPermanent_andTellsNeither() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path other = OrderRig.mounted(place.resolve("other"), Map.of("key", "ab".repeat(32)));
    WorkerOrder order = rig.backup("uid-2", 1, SECOND);
    order.keyFile = other.resolve("key").toString();
    WorkerEnd end = rig.run(order);
    assertThat(end.exitCode).isEqualTo(4);
    assertThat(end.failureClass).isEqualTo("wrong_key");
    assertThat(end.reason).isEqualTo("WrongKey");
    assertThat(end.retryable).isFalse();
    assertThat(end.hint).isNotBlank();
    assertThat(OrderRig.text(end)).doesNotContain("abababab").doesNotContain(OrderRig.HEX);
  }

  @Test
  void aKeyThatIsNone_isToldByTheNameOfItsSecret() throws IOException {
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.keySecret = "shop/redis-key, member key";
    order.keyFile =
        OrderRig.mounted(rig.place.resolve("short"), Map.of("key", "1234"))
            .resolve("key")
            .toString();
    WorkerEnd end = rig.run(order);
    assertThat(end.exitCode).isEqualTo(2);
    assertThat(end.message)
        .startsWith("Secret shop/redis-key, member key: ")
        .contains("holds no key of 32 bytes");
    assertThat(end.hint).contains("keys generate");
  }

  @Test
  void backup_noKeyAndNoWordAboutIt_isRefused_andPlainIfTheOrderSaysSo() {
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.keyFile = null;
    WorkerEnd end = rig.run(order);
    assertThat(end.exitCode).isEqualTo(2);
    assertThat(end.retryable).isFalse();
    assertThat(end.hint).contains("keySecretRef");
    order.settings.encryption = new Settings.Encryption();
    order.settings.encryption.enabled = false;
    rig.complete(order);
  }

  @Test
  void backup_strictAboutAFileThatVanishes_fails_andOtherwiseIsChanged() throws IOException {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Path gate = Files.writeString(place.resolve("gate"), "");
    FaultPlan.install(
        Map.of(
            "1.op", "put", "1.keys", ".*/data/.*", "1.at", "1", "1.fault", "until-gone:" + gate));
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.settings.consistency = new Settings.Consistency();
    order.settings.consistency.enabled = true;
    CompletableFuture<WorkerEnd> running = CompletableFuture.supplyAsync(() -> rig.run(order));
    awaitReached(gate);
    Files.writeString(rig.source.resolve("large.db"), "shorter");
    Files.delete(gate);
    WorkerEnd end = running.join();
    assertThat(end.result).as(OrderRig.text(end)).isEqualTo("failed");
    assertThat(end.retryable).isTrue();
    assertThat(end.message).contains("large.db").contains("vanished while they were read");
    assertThat(end.debtBytes).isPositive();
    assertThat(rig.committed(FIRST)).isFalse();
    assertThat(rig.complete(rig.backup("uid-1", 2, SECOND)).debtBytes).isZero();
  }

  @Test
  void restore_intoWhatIsNotEmpty_isRefused_untilTheOrderSaysReplace() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path target = Files.createDirectories(place.resolve("deep"));
    Files.writeString(target.resolve("precious"), "data");
    WorkerEnd refused = rig.run(rig.restore(target, FIRST));
    assertThat(refused.hint).contains("overwrite: Replace").doesNotContain("--");
    assertThat(refused.exitCode).isEqualTo(2);
    assertThat(refused.retryable).isFalse();
    assertThat(Files.readString(target.resolve("precious"))).isEqualTo("data");
    WorkerOrder order = rig.restore(target, FIRST);
    order.overwrite = "Replace";
    rig.complete(order);
    assertThat(Trees.describe(target)).isEqualTo(Trees.describe(rig.source));
    WorkerOrder some = rig.restore(place.resolve("a/b/c"), FIRST);
    some.paths = List.of("large.db");
    assertThat(rig.complete(some).files).isEqualTo(1);
    assertThat(place.resolve("a/b/c/large.db")).exists();
  }

  @Test
  void anOrderThatMakesNoSense_isRefusedWithAHint() {
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.task = "mine bitcoin";
    assertThat(rig.run(order).exitCode).isEqualTo(2);
    order = rig.backup("uid-1", 1, "yesterday");
    assertThat(rig.run(order).message).contains("'yesterday' is not a run-id");
    order = rig.backup(null, 1, FIRST);
    assertThat(rig.run(order).message).contains("no uid");
    order = rig.backup("uid-1", 1, FIRST);
    order.storage = null;
    assertThat(rig.run(order).hint).contains("storage.provider");
    order = rig.backup("uid-1", 1, FIRST);
    order.dataDirectory = place.resolve("nowhere").toString();
    assertThat(rig.run(order).message).contains("does not exist");
  }
}
