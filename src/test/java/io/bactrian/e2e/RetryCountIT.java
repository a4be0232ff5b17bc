package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.HttpFaultProxy;
import io.bactrian.testing.MinioServer;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attempt is counted, and told: on a directory through a user's Kamelet, and on MinIO. */
class RetryCountIT {
  private static final String DATA = ".*/data/.*";
  private static final String MOUNTED = "mounted-for-test";

  @TempDir private Path directory;
  private Site site;

  @BeforeEach
  void source() throws IOException {
    site = mounted(directory);
    Trees.make(site.source(), 7, 40, 6 << 20);
  }

  /** The faulty store as a provider that only a mounted directory of Kamelets knows. */
  private static Site mounted(Path directory) throws IOException {
    Path kamelets = Files.createDirectories(directory.resolve("kamelets"));
    try (var in =
        RetryCountIT.class.getResourceAsStream("/kamelets/faulty-store-action.kamelet.yaml")) {
      String yaml = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      Files.writeString(
          kamelets.resolve(MOUNTED + "-store-action.kamelet.yaml"),
          yaml.replace("faulty-store-action", MOUNTED + "-store-action"));
    }
    return Site.faulty(directory)
        .reached(Map.of("provider", MOUNTED))
        .with("bactrian.kamelets.directory", kamelets.toString())
        .with("bactrian.bundle-size", "1MiB");
  }

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @Test
  void firstPutOfEachBundleFailsAndTwiceAsManyAttemptsAreTold() throws Exception {
    faults("put", DATA, "1", "reset");
    JsonNode backup = Cli.here(site.backup()).requireExit(0).json();
    int bundles = backup.path("bundles").asInt();
    assertThat(bundles).isGreaterThan(5);
    assertThat(backup.path("attempts").asInt()).isEqualTo(2L * bundles);
    requireLedger(
        Cli.here(site.show()).requireExit(0).json(), bundles, "Connection reset (injected)");
    requireTextOfShow(bundles);
    requireChecksums(bundles);
    requireRestores(site);
  }

  @Test
  void aBundleThatAlwaysFailsIsTriedTwiceWithOneRedelivery() throws Exception {
    FaultPlan plan = faults("put", ".*/data/000003-.*", "*", "500");
    Cli.Result result = Cli.here(site.backup("--set", "bactrian.retry.bundle.max-redeliveries=1"));
    requireFailedTwice(result.requireExit(1).json(), "bundle 3", "status 500 (injected)");
    assertThat(plan.injected()).isEqualTo(2);
    assertThat(site.manifests()).isEmpty();
  }

  @Test
  void theEnvironmentSetsHowOften() throws Exception {
    Path faults =
        Files.writeString(
            directory.resolve("faults"), "1.op=put\n1.keys=.*/data/000003-.*\n1.fault=500\n");
    Cli cli =
        new Cli(directory)
            .jvm("-D" + FaultPlan.PROPERTY + "=" + faults)
            .with("BACTRIAN_RETRY_BUNDLE_MAX_REDELIVERIES", "1");
    JsonNode failed = cli.run(site.backup()).requireExit(1).json();
    requireFailedTwice(failed, "bundle 3", "status 500 (injected)");
  }

  @Test
  void whatIsDeniedIsTriedOnce() throws Exception {
    for (String fault : List.of("denied", "no-bucket")) {
      FaultPlan plan = faults("put", DATA, "*", fault);
      JsonNode failed = Cli.here(site.backup("--concurrency", "1")).requireExit(4).json();
      assertThat(failed.path("attempts").asInt()).as(fault).isEqualTo(1);
      assertThat(plan.injected()).as(fault).isEqualTo(1);
      assertThat(failed.path("result").asText()).isEqualTo("failed");
      assertThat(site.manifests()).isEmpty();
    }
  }

  @Test
  void everyReadOfARestoreMayFailOnce() throws Exception {
    Cli.here(site.backup()).requireExit(0);
    for (String fault : List.of("reset", "broken-read", "short-read", "flip")) {
      String what = fault.equals("flip") ? "(data|index)/" : "";
      FaultPlan plan = faults("get", ".*/[0-9TZ]+-[0-9a-f]{6}/" + what + ".*", "1", fault);
      Path target = directory.resolve("restored-" + fault);
      Cli.here(site.restore(target)).requireExit(0);
      assertThat(plan.injected()).as(fault).isGreaterThan(6);
      assertThat(Trees.describe(target)).as(fault).isEqualTo(Trees.describe(site.source()));
    }
  }

  @Test
  void aReadThatFailsForEverLeavesTheTargetUntouched() throws Exception {
    Cli.here(site.backup()).requireExit(0);
    Path there = Files.createDirectory(directory.resolve("there"));
    Path missing = directory.resolve("missing");
    for (String fault : List.of("reset", "broken-read")) {
      faults("get", ".*/data/000004-.*", "*", fault);
      JsonNode failed = Cli.here(site.restore(there)).requireExit(1).json();
      assertThat(failed.path("error").path("message").asText()).contains("injected");
      Cli.here(site.restore(missing)).requireExit(1);
      assertThat(there).isEmptyDirectory();
      assertThat(missing).doesNotExist();
    }
  }

  @Test
  void sameCountsOnMinio() throws Exception {
    try (MinioServer minio = MinioServer.startOrSkip(directory);
        HttpFaultProxy proxy = new HttpFaultProxy(minio.port())) {
      minio.createBucket("bucket");
      Site bucket = bucket("b", proxy, "bucket");
      firstPutsFail(bucket, proxy, "503");
      restoreWithFailingReads(bucket, proxy);
      firstPutsFail(bucket, proxy, "cut");
      oneBundleAlwaysFails(bucket("c", proxy, "bucket").reached(Map.of("prefix", "c")), proxy);
      deniedOnce(bucket("d", proxy, "bucket").reached(Map.of("prefix", "d")), proxy);
      noBucket(bucket("e", proxy, "no-such-bucket"), proxy);
      wrongSecret(bucket("f", proxy, "bucket").reached(Map.of("secret-key", "wrong")), proxy);
    }
  }

  private Site bucket(String name, HttpFaultProxy proxy, String bucket) throws IOException {
    Site made =
        Site.bucket(directory.resolve(name), MinioServer.properties(proxy.endpoint(), bucket))
            .with("bactrian.bundle-size", "1MiB");
    Files.createSymbolicLink(made.source(), site.source());
    return made;
  }

  private void firstPutsFail(Site bucket, HttpFaultProxy proxy, String fault) throws IOException {
    proxy.rule(Map.of("op", "put", "keys", DATA, "at", "1", "per-key", "true", "fault", fault));
    JsonNode backup = Cli.here(bucket.backup("--full")).requireExit(0).json();
    int bundles = backup.path("bundles").asInt();
    assertThat(bundles).isGreaterThan(5);
    assertThat(backup.path("attempts").asInt()).as(fault).isEqualTo(2L * bundles);
    assertThat(puts(proxy)).isEqualTo(2L * bundles);
    proxy.rule(Map.of());
    JsonNode show = Cli.here(bucket.show()).requireExit(0).json();
    requireLedger(show, bundles, fault.equals("503") ? "spoiled by the proxy" : "");
    requireRestores(bucket);
  }

  private static long puts(HttpFaultProxy proxy) {
    return proxy.requests().stream().filter(r -> r.startsWith("PUT") && r.matches(DATA)).count();
  }

  private void restoreWithFailingReads(Site bucket, HttpFaultProxy proxy) throws IOException {
    proxy.rule(
        Map.of(
            "op",
            "get",
            "keys",
            ".*/(data|index)/.*",
            "at",
            "1",
            "per-key",
            "true",
            "fault",
            "reset"));
    requireRestores(bucket);
    proxy.rule(Map.of("op", "get", "keys", DATA, "fault", "503"));
    Path target = bucket.directory().resolve("never");
    Cli.here(bucket.restore(target)).requireExit(1);
    assertThat(target).doesNotExist();
  }

  private static void oneBundleAlwaysFails(Site bucket, HttpFaultProxy proxy) {
    proxy.rule(Map.of("op", "put", "keys", ".*/data/000003-.*", "fault", "503"));
    Cli.Result result =
        Cli.here(bucket.backup("--set", "bactrian.retry.bundle.max-redeliveries=1"));
    requireFailedTwice(result.requireExit(1).json(), "bundle 3", "spoiled by the proxy");
    assertThat(proxy.requests()).noneMatch(request -> request.endsWith("manifest.json"));
  }

  private static void deniedOnce(Site bucket, HttpFaultProxy proxy) {
    proxy.rule(Map.of("op", "put", "keys", DATA, "fault", "403"));
    JsonNode failed = Cli.here(bucket.backup("--concurrency", "1")).requireExit(4).json();
    assertThat(failed.path("attempts").asInt()).isEqualTo(1);
    assertThat(puts(proxy)).isEqualTo(1);
  }

  private static void noBucket(Site bucket, HttpFaultProxy proxy) {
    proxy.rule(Map.of());
    JsonNode failed = Cli.here(bucket.backup()).requireExit(4).json();
    assertThat(failed.path("error").path("message").asText()).contains("no-such-bucket");
    assertThat(proxy.requests()).hasSize(1);
  }

  private static void wrongSecret(Site bucket, HttpFaultProxy proxy) {
    proxy.rule(Map.of());
    Cli.Result result = Cli.here(bucket.backup()).requireExit(4);
    assertThat(proxy.requests()).hasSize(1);
    assertThat(result.out() + result.err()).doesNotContain("wrong\"");
  }

  private static FaultPlan faults(String operation, String keys, String at, String fault) {
    return FaultPlan.install(
        Map.of(
            "1.op", operation,
            "1.keys", keys,
            "1.at", at,
            "1.per-key", "true",
            "1.fault", fault));
  }

  /** A failed and a stored attempt of each bundle, with all that is to be known of them. */
  private static void requireLedger(JsonNode show, int bundles, String words) {
    assertThat(show.path("attempts").asInt()).isEqualTo(2L * bundles);
    JsonNode ledger = show.path("ledger");
    assertThat(ledger).hasSize(2 * bundles);
    Map<String, Integer> attempts = new java.util.TreeMap<>();
    for (JsonNode record : ledger) {
      attempts.merge(record.path("object").asText(), record.path("attempt").asInt(), Integer::sum);
      assertThat(record.path("object").asText()).matches("bundle \\d+");
      assertThat(Instant.parse(record.path("startedAt").asText())).isBefore(Instant.now());
      assertThat(record.path("millis").asLong()).isNotNegative();
      boolean first = record.path("attempt").asInt() == 1;
      assertThat(record.path("outcome").asText()).isEqualTo(first ? "failed" : "stored");
      assertThat(record.path("reason").asText("")).contains(first ? words : "");
      assertThat(record.path("bytesWasted").asLong() > 0).as("%s", record).isEqualTo(first);
    }
    assertThat(attempts).hasSize(bundles).allSatisfy((bundle, sum) -> assertThat(sum).isEqualTo(3));
  }

  private void requireTextOfShow(int bundles) {
    Cli.Result text = Cli.here(site.show("--output", "text")).requireExit(0);
    assertThat(text.out())
        .contains(2 * bundles + ", " + bundles + " failed")
        .containsPattern(
            "bundle 3 attempt 1 at 20.*Z, .*: failed, TRANSIENT: .*Connection reset.* wasted\\)");
  }

  private void requireChecksums(int bundles) throws IOException {
    JsonNode objects = site.manifests().values().iterator().next().path("objects");
    assertThat(objects).hasSize(bundles);
    assertThat(objects)
        .allSatisfy(object -> assertThat(object.path("sha256").asText()).matches("[0-9a-f]{64}"));
  }

  private static void requireFailedTwice(JsonNode failed, String object, String words) {
    assertThat(failed.path("result").asText()).isEqualTo("failed");
    assertThat(failed.path("exitCode").asInt()).isEqualTo(1);
    assertThat(failed.path("error").path("message").asText())
        .contains(object + " failed after 2 attempts")
        .contains(words);
    List<JsonNode> records = new java.util.ArrayList<>();
    failed.path("ledger").forEach(records::add);
    assertThat(records)
        .filteredOn(record -> record.path("object").asText().equals(object))
        .extracting(record -> record.path("attempt").asInt() + record.path("outcome").asText())
        .containsExactly("1failed", "2failed");
  }

  private static void requireRestores(Site from) throws IOException {
    Path target = Files.createTempDirectory(from.directory(), "restored");
    Cli.here(from.restore(target)).requireExit(0);
    assertThat(Trees.describe(target)).isEqualTo(Trees.describe(from.source().toRealPath()));
  }
}
