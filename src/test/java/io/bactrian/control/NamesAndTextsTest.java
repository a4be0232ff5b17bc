package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.repo.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesAndTextsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00.750Z");

  @ParameterizedTest
  @CsvSource({
    ",                         20261121T020000Z",
    "20261121T015959Z-000000,  20261121T020000Z",
    "20261121T020000Z-ffffff,  20261121T020001Z",
    "20291231T235959Z-abcdef,  20300101T000000Z",
    "nonsense,                 20261121T020000Z",
  })
  void runId_isAlwaysOfALaterSecondThanThePrevious(String previous, String second) {
    String id = RunIds.next(NOW, "uid", 2, previous);
    assertThat(id).startsWith(second);
    assertThat(RunId.parse(id)).isPresent();
    assertThat(RunIds.next(NOW, "uid", 2, previous)).isEqualTo(id);
  }

  @Test
  void runId_differsByUidAndAttempt() {
    Set<String> ids = new HashSet<>();
    for (int attempt = 1; attempt <= 50; attempt++) {
      ids.add(RunIds.next(NOW, "one", attempt, null));
      ids.add(RunIds.next(NOW, "two", attempt, null));
    }
    assertThat(ids).hasSize(100);
  }

  @Test
  void jobNames_fitAndDiffer() {
    String longest = "n".repeat(55);
    assertThat(JobNames.backup("a", longest).name().length()).isLessThanOrEqualTo(63);
    assertThat(JobNames.restore("a", longest).name()).hasSize(63);
    Set<String> names = new HashSet<>();
    for (String[] pair :
        new String[][] {
          {"a", "b-c"},
          {"a-b", "c"},
          {"a", "b.c"},
          {"n".repeat(63), longest},
          {"n".repeat(63), "n".repeat(54) + "o"},
          {"n".repeat(40), "x".repeat(10) + "-"}
        }) {
      String name = JobNames.clean("bactrian-system", pair[0], pair[1]).name();
      assertThat(name).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
      names.add(name);
    }
    assertThat(names).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1610612736, 1.5 GiB",
    "1099511627776, 1.0 TiB"
  })
  void size(long bytes, String text) {
    assertThat(Texts.size(bytes)).isEqualTo(text);
  }

  @Test
  void cut_neverSplitsACharacter() {
    assertThat(Texts.cut("🐪🐪🐪", 36)).isEqualTo("🐪🐪🐪");
    assertThat(Texts.cut("🐪🐪🐪", 35)).isEqualTo("🐪🐪…");
    assertThat(Texts.cut("🐪🐪🐪", 14)).isEqualTo("…");
    for (int bytes = 3; bytes < 200; bytes++) {
      String cut = Texts.cut("ä語🐪x".repeat(30), bytes);
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
    }
    assertThat(Texts.cut(null, 10)).isNull();
    assertThat(Texts.cut("two\nlines\t", 100)).isEqualTo("two lines");
  }
}
