package io.bactrian.e2e;

import static io.bactrian.e2e.Shown.runId;
import static io.bactrian.e2e.Shown.totals;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Trees;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which runs before a new one refers to, and what it says where it refers to none. */
class BackupBaseTest extends OnRig {
  private static final long MIB = 1 << 20;

  @Test
  void full_refersToNothing() throws IOException {
    Trees.make(rig.source, 9, 30, (int) (2 * MIB));
    JsonNode first = rig.backup();
    JsonNode full = rig.backup("--full");
    assertThat(totals(full, "chunksNew")).isEqualTo(totals(full, "chunks"));
    assertThat(totals(full, "bytesReused")).isZero();
    assertThat(ownObjectsOnly(full)).isTrue();
    Trees.delete(rig.runDir(runId(first)));
    rig.requireKitRestores(runId(full), Trees.describe(rig.source));
  }

  @Test
  void anotherFormat_isAsFullAndSaysSo() throws IOException {
    Trees.make(rig.source, 10, 20, (int) (2 * MIB));
    rig.backup();
    JsonNode json = Rig.runWords(rig.backupWords("--format", "tar.gz")).requireExit(0).json();
    assertThat(json.path("notice").asText()).contains("tar.zst").contains("refers to nothing");
    assertThat(json.path("bytesReused").asLong()).isZero();
    assertThat(ownObjectsOnly(json)).isTrue();
    rig.requireKitRestores(runId(json), Trees.describe(rig.source));
  }

  @Test
  void anotherAlgorithm_isAsFullAndSaysSo_thenTheThirdRefersToTheSecond() throws IOException {
    Trees.make(rig.source, 11, 20, (int) (2 * MIB));
    rig.backup();
    Cli.Result second = Rig.runWords(rig.backupWords("--algorithm", "gpg")).requireExit(0);
    assertThat(second.json().path("notice").asText()).contains("aes256-gcm").contains("--full");
    assertThat(second.json().path("bytesReused").asLong()).isZero();
    JsonNode third = rig.backup("--algorithm", "gpg");
    assertThat(totals(third, "bytesNew")).isZero();
    rig.requireKitRestores(runId(third), Trees.describe(rig.source));
  }

  @Test
  void lostDataKeys_areTold_byTheNextBackupAndByWhoeverReadsTheOld() throws IOException {
    Trees.make(rig.source, 13, 5, 1_000);
    String first = runId(rig.backup());
    Trees.delete(rig.runDir(first).resolveSibling("keys"));
    JsonNode second = Rig.runWords(rig.backupWords()).requireExit(0).json();
    assertThat(second.path("notice").asText()).contains("1 earlier run", first, "data key");
    Cli.Result old = rig.run("verify", first).requireExit(4);
    assertThat(old.err()).contains("data key", "is missing", "/keys");
    rig.requireKitRestores(runId(second), Trees.describe(rig.source));
  }

  @Test
  void anotherLevel_stillRefers() throws IOException {
    Trees.make(rig.source, 12, 20, (int) (2 * MIB));
    rig.backup();
    JsonNode second = rig.backup("--compression-level", "7");
    assertThat(totals(second, "bytesNew")).isZero();
    rig.requireKitRestores(runId(second), Trees.describe(rig.source));
  }

  private boolean ownObjectsOnly(JsonNode run) {
    for (JsonNode object : rig.manifest(runId(run)).path("objects")) {
      if (!object.path("key").asText().startsWith(runId(run) + "/")) {
        return false;
      }
    }
    return true;
  }
}
