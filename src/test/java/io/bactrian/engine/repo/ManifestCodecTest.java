package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.MAC;
import static io.bactrian.engine.repo.RepoWorld.draft;
import static io.bactrian.engine.repo.RepoWorld.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.work.AttemptRecord;
import io.bactrian.testing.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestCodecTest {
  private static final ManifestTrust KEY = ManifestTrust.withKey(id -> MAC);
  private static final ManifestTrust NO_KEY = ManifestTrust.withoutKey(false);
  @TempDir Path dir;

  private static Manifest manifest(int objects) {
    List<ObjectRef> refs = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      refs.add(RepoWorld.object(run(1), "data", i, new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    Manifest draft = draft(run(1), 7, refs, refs.subList(0, Math.min(1, objects)));
    AttemptRecord failed =
        new AttemptRecord(
            "bundle 1", 1, "2026-11-21T02:00:00Z", 5, "failed", "TRANSIENT", "say \"no\"\n", 9);
    return new Manifest(
            new Manifest.Identity(
                "default", "redis", run(1), 7, new Manifest.Previous(run(0).text(), "ab"), "uid-1"),
            draft.origin(),
            draft.packing(),
            new Totals(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
            draft.files(),
            draft.segments(),
            draft.objects(),
            new Manifest.Report(
                new Manifest.PathList(5, List.of("a \"q\"", "\u00e9")),
                Manifest.PathList.none(),
                Manifest.PathList.none()),
            new Manifest.Ledger(4, List.of(failed)))
        .withFiles(Map.of("STREAM", new Manifest.FileSum(3, "ab".repeat(32))));
  }

  private byte[] bytes(Manifest manifest, MacKey key) throws IOException {
    Path file = dir.resolve("manifest.json");
    ManifestCodec.write(manifest, key, file);
    return Files.readAllBytes(file);
  }

  private static SealedManifest parse(byte[] bytes, ManifestTrust trust) {
    return ManifestCodec.parse(bytes, LAYOUT, run(1), trust);
  }

  private static void refused(byte[] bytes, ManifestTrust trust, FailureClass as, String words) {
    assertThatThrownBy(() -> parse(bytes, trust))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.failureClass()).isEqualTo(as))
        .hasMessageContaining(words);
  }

  @Test
  void write_thenParse_givesTheSameManifest() throws IOException {
    Manifest manifest = manifest(3);
    byte[] bytes = bytes(manifest, MAC);
    SealedManifest read = parse(bytes, KEY);
    assertThat(read.authentic()).isTrue();
    assertThat(bytes(read.manifest(), MAC)).isEqualTo(bytes);
    assertThat(read.manifest().totals()).isEqualTo(manifest.totals());
    assertThat(read.manifest().identity()).isEqualTo(manifest.identity());
    assertThat(read.manifest().ledger()).isEqualTo(manifest.ledger());
    assertThat(read.manifest().report()).isEqualTo(manifest.report());
    assertThat(read.manifest().objects()).containsExactlyElementsOf(manifest.objects());
    assertThat(read.manifest().segments()).hasSize(1);
  }

  @Test
  void write_everyObject_onALineOfItsOwnAndSealLast() throws IOException {
    String text = new String(bytes(manifest(2), null), StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.startsWith("    {\"key\": \""))).hasSize(3);
    assertThat(text)
        .startsWith("{\n  \"formatVersion\": 1,\n")
        .endsWith("\",\n  \"mac\": null\n}\n");
    int sealed = text.indexOf("  \"sha256\": \"");
    assertThat(text.substring(sealed))
        .contains(MemoryStore.sha256(text.substring(0, sealed).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void parse_twentyThousandObjects_walksThemTwice() throws IOException {
    SealedManifest read = parse(bytes(manifest(20_000), MAC), KEY);
    assertThat(read.manifest().objects().size()).isEqualTo(20_000);
    for (int i = 0; i < 2; i++) {
      int count = 0;
      for (ObjectRef ref : read.manifest().objects()) {
        count += ref.key().isEmpty() ? 0 : 1;
      }
      assertThat(count).isEqualTo(20_000);
    }
  }

  @Test
  void parse_anyFlippedBit_isRefused() throws IOException {
    byte[] bytes = bytes(manifest(1), MAC);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> parse(flipped, KEY)).isInstanceOf(Failure.class);
    }
  }

  @Test
  void parse_anyCut_isRefused() throws IOException {
    byte[] bytes = bytes(manifest(1), MAC);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> parse(cut, KEY)).isInstanceOf(Failure.class);
    }
  }

  @Test
  void parse_noMacWhereThereMustBeOne_isRefused() throws IOException {
    byte[] bytes = bytes(manifest(1), null);
    assertThat(parse(bytes, NO_KEY).mac()).isNull();
    refused(bytes, KEY, FailureClass.CORRUPT, "no MAC");
    refused(bytes, ManifestTrust.withoutKey(true), FailureClass.CORRUPT, "no MAC");
  }

  @Test
  void parse_macOfAnotherKey_isRefused() throws IOException {
    byte[] bytes = bytes(manifest(1), MAC);
    ManifestTrust other = ManifestTrust.withKey(id -> covered -> "0".repeat(64));
    refused(bytes, other, FailureClass.CORRUPT, "forged");
    assertThat(parse(bytes, ManifestTrust.withoutKey(true)).authentic()).isFalse();
  }

  @Test
  void parse_futureVersion_isNamed() {
    byte[] future =
        "{\n  \"formatVersion\": 9,\n  \"what\": []\n}\n".getBytes(StandardCharsets.UTF_8);
    refused(future, NO_KEY, FailureClass.FUTURE_VERSION, "format version 9");
  }

  @Test
  void parse_manifestOfAnotherPlace_isRefused() throws IOException {
    byte[] bytes = bytes(manifest(1), null);
    assertThatThrownBy(() -> ManifestCodec.parse(bytes, LAYOUT, run(2), NO_KEY))
        .hasMessageContaining(run(1).text());
    assertThatThrownBy(
            () -> ManifestCodec.parse(bytes, new Layout("default", "mysql"), run(1), NO_KEY))
        .hasMessageContaining("'redis'");
  }

  @Test
  void parse_unknownMember_isPassedOver() throws IOException {
    String text = new String(bytes(manifest(1), null), StandardCharsets.UTF_8);
    String body =
        text.substring(0, text.indexOf("  \"sha256\": \""))
            .replace("  \"sequence\"", "  \"mood\": {\"good\": [1]},\n  \"sequence\"");
    String sha256 = MemoryStore.sha256(body.getBytes(StandardCharsets.UTF_8));
    String whole = body + "  \"sha256\": \"" + sha256 + "\",\n  \"mac\": null\n}\n";
    assertThat(parse(whole.getBytes(StandardCharsets.UTF_8), NO_KEY).sha256()).isEqualTo(sha256);
  }
}
