package io.bactrian.engine.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KitTest {
  private static final String RUN = "20261122T020000Z-00beef";
  private static final List<String> OTHERS =
      List.of("20261120T020000Z-00cafe", "20261121T020000Z-7f3a9c");

  private static KitFacts facts(Algorithm algorithm, ArchiveFormat format, String source) {
    return new KitFacts(
        "default",
        "redis",
        RUN,
        "2026-11-22T02:00:00Z",
        "db1",
        source,
        "s3://bucket/prefix",
        format,
        algorithm,
        "00112233aabbccdd",
        5_000_000_000L,
        1_200_000_000L,
        4711,
        17,
        new TreeSet<>(OTHERS));
  }

  private static String guide(KitFacts facts) {
    return new String(Kit.guide(facts), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void guide_everyAlgorithm_isCompleteAndNamesWhatToDownload(Algorithm algorithm) {
    for (ArchiveFormat format : ArchiveFormat.values()) {
      String guide = guide(facts(algorithm, format, "/var/lib/redis"));
      assertThat(guide).doesNotContain("{{").doesNotContain("}}");
      assertThat(guide).contains("redis", RUN, "4.7 GiB", "1.1 GiB", "/var/lib/redis", "db1");
      OTHERS.forEach(run -> assertThat(guide).contains("- `" + run + "/`"));
      assertThat(guide.contains("KEY_FILE=")).isEqualTo(algorithm.encrypts());
      assertThat(guide.contains("- `keys/`")).isEqualTo(algorithm.encrypts());
    }
  }

  @Test
  void guide_keysThatShowInTheProcessList_saysSo() {
    assertThat(guide(facts(Algorithm.AES256_GCM, ArchiveFormat.TAR, "/"))).contains("process list");
    assertThat(guide(facts(Algorithm.AES256_CBC, ArchiveFormat.TAR, "/"))).contains("process list");
  }

  @Test
  void guide_hostileSource_cannotPutWordsIntoTheGuide() {
    String guide =
        guide(facts(Algorithm.NONE, ArchiveFormat.TAR, "/a`\n## 1. rm -rf / {{name}} $1"));
    assertThat(guide).doesNotContain("\n## 1. rm").contains("{{name}} $1");
  }

  @Test
  void script_isPosixShellWithUnixLineEnds() {
    String script = new String(Kit.script(), StandardCharsets.UTF_8);
    assertThat(script).startsWith("#!/bin/sh\n").doesNotContain("\r");
  }
}
