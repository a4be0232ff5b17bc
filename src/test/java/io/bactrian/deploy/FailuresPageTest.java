package io.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.control.Keywords;
import io.bactrian.engine.failure.FailureClass;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/failures.md leaves no reason out: whoever searches it finds what to do. */
final class FailuresPageTest {
  private static final List<String> ROWS =
      Documents.text(Path.of("docs", "failures.md"))
          .lines()
          .filter(l -> l.startsWith("|"))
          .toList();

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void everyClass_hasARowWithItsExitCode(FailureClass failure) {
    String name = failure.name().toLowerCase(Locale.ROOT);

    assertThat(ROWS)
        .anyMatch(
            row ->
                row.startsWith("| `" + name + "` | " + failure.exitCode())
                    && row.split("\\|").length == 6);
  }

  @ParameterizedTest
  @MethodSource("keywords")
  void everyKeyword_hasARow(String keyword) {
    assertThat(ROWS).anyMatch(row -> row.startsWith("| `" + keyword + "` |"));
  }

  @Test
  void everyRow_saysWhatToDo() {
    assertThat(ROWS.stream().filter(row -> row.startsWith("| `")))
        .allMatch(row -> row.split("\\|").length >= 4);
  }

  static List<String> keywords() {
    return Arrays.stream(Keywords.class.getFields()).map(FailuresPageTest::value).toList();
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
