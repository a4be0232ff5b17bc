package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.ClaimReference;
import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import io.bactrian.control.SecretFact;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.crypto.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets and claims. */
class DirectorySupportTest {
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s, namespace: vault, annotations: {bactrian.io/allow-namespaces: "a, b"}}
      stringData: {accessKey: one}
      data: {secretKey: dHdv, empty: ""}
      """;
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: c, annotations: {bactrian.io/directory: some/where}}
      spec: {accessModes: [ReadWriteOnce]}
      """;

  @TempDir Path directory;
  private DirectoryRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new DirectoryRig(directory);
    rig.write("support.yaml", SECRET + "---\n" + CLAIM);
    rig.start().settle();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static SecretReference secret(String namespace, String name) {
    SecretReference reference = new SecretReference();
    reference.namespace = namespace;
    reference.name = name;
    return reference;
  }

  private SecretFact fact(String asking, SecretReference secret, String... members) {
    return rig.cluster.secrets().fact(asking, secret, List.of(members));
  }

  @Test
  void aSecretOfAnotherNamespace_mustAllowTheAskingOne() {
    assertThat(fact("vault", secret(null, "s"), "accessKey", "secretKey"))
        .isEqualTo(SecretFact.USABLE);
    assertThat(fact("b", secret("vault", "s"), "accessKey")).isEqualTo(SecretFact.USABLE);
    assertThat(fact("c", secret("vault", "s"))).isEqualTo(SecretFact.NOT_ALLOWED);
    assertThat(rig.cluster.secrets().read("c", secret("vault", "s"))).isEmpty();
    assertThat(rig.cluster.secrets().read("a", secret("vault", "s")).orElseThrow())
        .containsEntry("secretKey", "two".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void whatIsMissing_isSaid() {
    assertThat(fact("vault", secret(null, "none"))).isEqualTo(SecretFact.MISSING);
    assertThat(fact("vault", secret(null, "../../support"))).isEqualTo(SecretFact.MISSING);
    assertThat(fact("vault", secret(null, "s"), "other")).isEqualTo(SecretFact.MEMBER_MISSING);
    assertThat(fact("vault", secret(null, "s"), "empty")).isEqualTo(SecretFact.MEMBER_MISSING);
  }

  @Test
  void aKey_isMadeOnce_isPrivate_andOpensWithTheCommandLine() throws IOException {
    rig.cluster.secrets().makeKey("default", secret(null, "made"), "key");
    Path file = directory.resolve(".bactrian/secret/default.made/key");
    String first = Files.readString(file);
    rig.cluster.secrets().makeKey("default", secret(null, "made"), "key");
    rig.restart();
    assertThat(Files.readString(file)).isEqualTo(first).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFile.read(file)).isNotNull();
    assertThat(fact("default", secret(null, "made"), "key")).isEqualTo(SecretFact.USABLE);
    assertThat(fact("other", secret("default", "made"))).isEqualTo(SecretFact.NOT_ALLOWED);
  }

  @Test
  void aClaim_isADirectory_byAnnotationOrProperty() {
    assertThat(rig.cluster.claim("default", "c", "u").exists()).isTrue();
    assertThat(rig.cluster.claim("default", "c", "u").accessModes())
        .containsExactly("ReadWriteOnce");
    assertThat(rig.cluster.claim("default", "by-property", "u").exists()).isTrue();
    assertThat(rig.cluster.claim("default", "none", "u").exists()).isFalse();
    assertThat(rig.cluster.claim("other", "c", "u").exists()).isFalse();
  }

  @Test
  void theClaimThatCleaningNeeds_isKept_untilNothingNeedsIt() throws IOException {
    rig.write(
        "b.yaml",
        DirectoryRig.backup(
            "one", "storage: {provider: file, persistentVolumeClaim: {claimName: c}}"));
    eventually().until(() -> rig.backupNamed("one").isPresent());
    Backup one = rig.backupNamed("one").orElseThrow();
    one.getMetadata().setFinalizers(List.of(Names.PROTECTION));
    rig.cluster.backups().writeFinalizers(one);
    Path copy = directory.resolve(".bactrian/claims/default.c.json");
    assertThat(copy).exists();
    rig.remove("support.yaml");
    rig.remove("b.yaml");
    rig.restart();
    eventually().until(() -> deleted("one"));
    assertThat(rig.cluster.claim("default", "c", "u").exists()).isTrue();
    Backup going = rig.backupNamed("one").orElseThrow();
    going.getMetadata().setFinalizers(List.of());
    rig.cluster.backups().writeFinalizers(going);
    eventually().until(() -> !Files.exists(copy));
    assertThat(rig.cluster.claim("default", "c", "u").exists()).isFalse();
  }

  @Test
  void theClaimOfABackup_thatNoDocumentNames_isKept_beforeItsFinalizerIs() throws IOException {
    Path copy = directory.resolve(".bactrian/claims/default.c.json");
    for (int i = 0; i < 100; i++) {
      Backup made = new Backup();
      made.getMetadata().setNamespace("default");
      made.getMetadata().setName("made-" + i);
      made.setSpec(new BackupSpec());
      made.getSpec().storage = new Storage();
      made.getSpec().storage.persistentVolumeClaim = new ClaimReference();
      made.getSpec().storage.persistentVolumeClaim.claimName = "c";
      assertThat(rig.cluster.backups().create(made)).isTrue();
      Backup one = rig.backupNamed("made-" + i).orElseThrow();
      one.getMetadata().setFinalizers(List.of(Names.PROTECTION));
      rig.cluster.backups().writeFinalizers(one);
      assertThat(copy).exists();
      Backup held = rig.backupNamed("made-" + i).orElseThrow();
      held.getMetadata().setFinalizers(List.of());
      Backup free = rig.cluster.backups().writeFinalizers(held);
      rig.cluster.backups().delete("default", "made-" + i, free.getMetadata().getUid());
    }
    eventually().until(() -> !Files.exists(copy));
  }

  @Test
  void credentialsForCleaning_outliveTheirDocument() throws IOException {
    SecretReference copy = secret("bactrian-system", "clean-x");
    SecretUse use = new SecretUse("vault", "s", List.of("accessKey"));
    Path file = directory.resolve(".bactrian/secret/bactrian-system.clean-x/accessKey");
    rig.cluster.secrets().keep("c", use, copy);
    assertThat(file).as("of a Secret that is not open to c").doesNotExist();
    rig.cluster.secrets().keep("b", use, copy);
    rig.cluster.secrets().keep("b", use, copy);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    rig.remove("support.yaml");
    rig.restart().settle();
    assertThat(fact("vault", secret(null, "s"))).isEqualTo(SecretFact.MISSING);
    rig.cluster.secrets().keep("b", use, copy);
    assertThat(rig.cluster.secrets().read("bactrian-system", copy).orElseThrow())
        .containsOnlyKeys("accessKey");
    rig.cluster.secrets().drop(copy);
    rig.cluster.secrets().drop(copy);
    assertThat(fact("bactrian-system", copy)).isEqualTo(SecretFact.MISSING);
  }

  private boolean deleted(String name) {
    return rig.backupNamed(name).orElseThrow().getMetadata().getDeletionTimestamp() != null;
  }

  @Test
  void orphans_areWrittenOnce() throws IOException {
    rig.cluster.keepOrphan("default/b/run", "denied");
    rig.cluster.keepOrphan("default/b/run", "denied");
    assertThat(directory.resolve(".bactrian/orphans.log")).hasContent("default/b/run denied");
    assertThat(directory.resolve(".bactrian/.gitignore")).hasContent("*");
  }
}
