package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludesTest {
  @ParameterizedTest
  @CsvSource({
    "*.tmp, a/b/c.tmp, true",
    "*.tmp, a/c.tmp/d, false",
    "cache, x/cache, true",
    "cache, cached, false",
    "/cache, cache, true",
    "/cache, x/cache, false",
    "var/*.pid, var/a.pid, true",
    "var/*.pid, var/x/a.pid, false",
    "var/*.pid, x/var/a.pid, false",
    "logs/**/*.gz, logs/a.gz, true",
    "logs/**/*.gz, logs/x/y/a.gz, true",
    "logs/**, logs/x, true",
    "logs/**, logs, false",
    "**/node, a/b/node, true",
    "**/node, node, true",
    "?at, cat, true",
    "?at, at, false",
    "?, é, true",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[^a-c]x, zx, true",
    "[]]x, ]x, true",
    "[a-]x, -x, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "\\*, *, true",
    "\\*, a, false",
    "*, .hidden, true",
  })
  void match_pattern_asDocumented(String pattern, String path, boolean expected) {
    assertThat(Excludes.of(List.of(pattern)).match(Samples.bytes(path), false)).isEqualTo(expected);
  }

  @Test
  void match_slashAtTheEnd_directoriesOnly() {
    Excludes excludes = Excludes.of(List.of("tmp/"));
    assertThat(excludes.match(Samples.bytes("a/tmp"), true)).isTrue();
    assertThat(excludes.match(Samples.bytes("a/tmp"), false)).isFalse();
  }

  @Test
  void match_root_isNeverLeftOut() {
    assertThat(Excludes.of(List.of("*")).match(new byte[0], true)).isFalse();
  }

  @Test
  void match_bytesThatAreNotUtf8_matchedByWildcards() {
    byte[] name = {'a', (byte) 0xff, 'b'};
    assertThat(Excludes.of(List.of("a?b")).match(name, false)).isTrue();
    assertThat(Excludes.of(List.of("a*")).match(name, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "[a", "[", "[z-a]", "a\\", "a//b", "../x", "./x", "!keep"})
  void of_badPattern_isUsageAndNamesIt(String pattern) {
    assertThatThrownBy(() -> Excludes.of(List.of("ok", pattern)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.failureClass()).isEqualTo(FailureClass.USAGE);
              assertThat(failure).hasMessageContaining("'" + pattern + "'");
            });
  }

  @Test
  void withPath_insideTheRoot_isLeftOutExactly() {
    Excludes excludes =
        Excludes.of(List.of())
            .withPath(Path.of("/no/such/root/repo"))
            .withPath(Path.of("/elsewhere"))
            .under(Path.of("/no/such/root"));
    assertThat(excludes.match(Samples.bytes("repo"), true)).isTrue();
    assertThat(excludes.match(Samples.bytes("x/repo"), true)).isFalse();
    assertThat(excludes.match(Samples.bytes("repository"), true)).isFalse();
  }
}
