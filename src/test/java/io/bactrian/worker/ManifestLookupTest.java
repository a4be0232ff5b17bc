package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.ClaimReference;
import io.bactrian.api.KeyReference;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.Question;
import io.bactrian.control.RunFact;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repository says of one run, asked as the operator asks. */
class ManifestLookupTest {
  private static final String FIRST = "20261121T020000Z-aaaaaa";
  private static final String SECOND = "20261121T020500Z-bbbbbb";

  @TempDir Path place;
  private final Map<String, Map<String, byte[]>> secrets = new HashMap<>();
  private OrderRig rig;
  private ManifestLookup lookup;

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place).faulty();
    Trees.make(rig.source, 5, 10, 2 << 20);
    secret("key", "key", OrderRig.HEX + "\n");
    lookup = lookup(ManifestLookup.DEADLINE);
  }

  @AfterEach
  void close() {
    lookup.close();
    FaultPlan.uninstall();
  }

  private ManifestLookup lookup(Duration deadline) {
    return new ManifestLookup(
        (namespace, secret) -> Optional.ofNullable(secrets.get(namespace + "/" + secret.name)),
        rig.resolved(),
        deadline);
  }

  private void secret(String name, String member, String value) {
    secrets.put("shop/" + name, Map.of(member, value.getBytes(StandardCharsets.UTF_8)));
  }

  private Question.Committed question(Storage storage, String key, String runId, String uid) {
    KeyReference reference = new KeyReference();
    reference.name = key;
    return new Question.Committed(
        "shop",
        storage,
        key == null ? null : reference,
        OrderRig.NAMESPACE,
        OrderRig.NAME,
        runId,
        uid);
  }

  private RunFact find(String runId, String uid) {
    return lookup.find(question(rig.storage, "key", runId, uid));
  }

  @Test
  void committedForThisUid_isTold_andNothingElseIsTakenForIt() {
    WorkerEnd end = rig.complete(rig.backup("uid-1", 1, FIRST));
    RunFact fact = find(FIRST, "uid-1");
    assertThat(fact.committed()).isTrue();
    assertThat(fact.trouble()).isEmpty();
    RunFact.Run run = fact.run().orElseThrow();
    assertThat(run.runId()).isEqualTo(FIRST);
    assertThat(run.bytes()).isEqualTo(end.bytes);
    assertThat(run.bytesNew()).isEqualTo(end.bytesNew);
    assertThat(run.files()).isEqualTo(end.files);
    assertThat(run.sequence()).isEqualTo(1);
    assertThat(run.finishedAt()).isEqualTo(end.finishedAt);
    assertThat(find(FIRST, "uid-2")).isEqualTo(RunFact.none());
    assertThat(find(SECOND, "uid-1")).isEqualTo(RunFact.none());
  }

  @Test
  void nothingThere_isNone_alsoWhereTheRepositoryIsMissing() throws IOException {
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
    Trees.delete(rig.repo);
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
  }

  @Test
  void dead_orBeingDeleted_isNone() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path mark = Files.writeString(rig.nameDir().resolve(FIRST).resolve("DELETED"), "x");
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
    Files.delete(mark);
    Files.delete(rig.nameDir().resolve(FIRST).resolve("manifest.json"));
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
  }

  /** A put that was given up, and came after another run's sweep, or a deletion. */
  @Test
  void aManifestThatCameAfterItsRunWasRemoved_isNone() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path manifest = rig.nameDir().resolve(FIRST).resolve("manifest.json");
    byte[] late = Files.readAllBytes(manifest);
    rig.complete(rig.backup("uid-2", 1, SECOND));
    rig.complete(rig.clean("uid-1", FIRST));
    Files.createDirectories(manifest.getParent());
    Files.write(manifest, late);
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
    assertThat(find(SECOND, "uid-2").committed()).isTrue();
  }

  @Test
  void forgedBrokenOrUnreadable_isTrouble_thatTellsNoSecret() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    secret("other", "key", "ab".repeat(32));
    RunFact wrongKey = lookup.find(question(rig.storage, "other", FIRST, "uid-1"));
    assertThat(wrongKey.committed()).isFalse();
    assertThat(wrongKey.trouble()).isNotEmpty().doesNotContain("abab");
    assertThat(lookup.find(question(rig.storage, "gone", FIRST, "uid-1")).trouble())
        .contains("Secret 'gone'");
    secret("short", "key", "123");
    assertThat(lookup.find(question(rig.storage, "short", FIRST, "uid-1")).trouble())
        .contains("Secret 'short' holds no key under 'key'");
    Path manifest = rig.nameDir().resolve(FIRST).resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"sequence\": 1", "\"sequence\": 7"));
    assertThat(find(FIRST, "uid-1").trouble()).contains("not a usable manifest");
  }

  @Test
  void storeInTrouble_isUnknown_andAskedAgainItAnswers() {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    FaultPlan.install(Map.of("1.fault", "denied"));
    assertThat(find(FIRST, "uid-1").trouble()).isNotEmpty();
    FaultPlan.install(Map.of("1.fault", "reset", "1.at", "1"));
    assertThat(find(FIRST, "uid-1").committed()).as("one failure is tried again").isTrue();
    FaultPlan.install(Map.of("1.fault", "500"));
    assertThat(find(FIRST, "uid-1").trouble()).isNotEmpty();
    FaultPlan.uninstall();
    assertThat(find(FIRST, "uid-1").committed()).isTrue();
  }

  @Test
  void aStoreThatHangs_isUnknownAfterTheDeadline() {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    lookup.close();
    lookup = lookup(Duration.ofSeconds(2));
    FaultPlan.install(Map.of("1.fault", "hang"));
    long began = System.nanoTime();
    RunFact fact = find(FIRST, "uid-1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    assertThat(fact.trouble()).contains("did not answer within 2 s");
  }

  @Test
  void aRepositoryOnAClaim_isNotReachable_soTheNextWorkerLooksItself() {
    Storage storage = new Storage();
    storage.provider = "file";
    storage.persistentVolumeClaim = new ClaimReference();
    storage.persistentVolumeClaim.claimName = "backups";
    assertThat(lookup.find(question(storage, "key", FIRST, "uid-1"))).isEqualTo(RunFact.none());
  }

  @Test
  void manyAtOnce_shareOneStore_andPlainRunsNeedNoKey() {
    WorkerOrder order = rig.backup("uid-1", 1, FIRST);
    order.settings.encryption = new io.bactrian.api.Settings.Encryption();
    order.settings.encryption.enabled = false;
    rig.complete(order);
    List<CompletableFuture<RunFact>> asked =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> lookup.find(question(rig.storage, null, FIRST, "uid-1"))))
            .toList();
    assertThat(asked).allMatch(answer -> answer.join().committed());
  }

  @Test
  void storesAreClosedWhenNobodyAsks_andOpenedAnewForAnotherSecret() {
    long[] now = {0};
    try (LookupStores stores = new LookupStores(rig.resolved(), () -> now[0])) {
      Map<String, String> one = Map.of("secret-key", "first");
      stores.ask(StorageSettings.of(rig.storage, null, one), store -> store.head("a/b"));
      stores.ask(StorageSettings.of(rig.storage, null, one), store -> store.head("a/b"));
      assertThat(stores.open()).isEqualTo(1);
      Map<String, String> two = Map.of("secret-key", "second");
      stores.ask(StorageSettings.of(rig.storage, null, two), store -> store.head("a/b"));
      assertThat(stores.open()).isEqualTo(2);
      now[0] = Duration.ofMinutes(6).toNanos();
      assertThat(stores.open()).isZero();
      stores.ask(StorageSettings.of(rig.storage, null, one), store -> store.head("a/b"));
    }
  }

  @Test
  void secretReference_ofAnotherNamespace_isPassedOnAsItIs() {
    SecretReference[] seen = new SecretReference[1];
    try (ManifestLookup other =
        new ManifestLookup(
            (namespace, secret) -> {
              seen[0] = secret;
              return Optional.empty();
            },
            rig.resolved())) {
      Storage storage = new Storage();
      storage.provider = "s3";
      storage.bucket = "bucket";
      storage.secretRef = new SecretReference();
      storage.secretRef.name = "s3";
      storage.secretRef.namespace = "vault";
      assertThat(other.find(question(storage, null, FIRST, "u")).trouble()).contains("Secret 's3'");
      assertThat(seen[0].namespace).isEqualTo("vault");
    }
  }
}
