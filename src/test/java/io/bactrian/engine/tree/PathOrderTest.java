package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PathOrderTest {
  @Test
  void compare_directory_comesBeforeItsContentAndThatBeforeSiblings() {
    assertThat(compare("", "a")).isNegative();
    assertThat(compare("a", "a/b")).isNegative();
    assertThat(compare("a/b", "a!")).isNegative();
    assertThat(compare("a/z", "a\u0001")).isNegative();
    assertThat(compare("z", "\u00e9")).isNegative();
    assertThat(compare("a/b", "a/b")).isZero();
  }

  @Property(tries = 1000)
  void compare_isComponentWise(
      @ForAll @CharRange(from = '-', to = '1') @StringLength(max = 8) String a,
      @ForAll @CharRange(from = '-', to = '1') @StringLength(max = 8) String b) {
    int expected = Arrays.compare(a.split("/", -1), b.split("/", -1));
    assertThat(Integer.signum(compare(a, b))).isEqualTo(Integer.signum(expected));
  }

  private static int compare(String a, String b) {
    return PathOrder.INSTANCE.compare(
        a.getBytes(StandardCharsets.ISO_8859_1), b.getBytes(StandardCharsets.ISO_8859_1));
  }
}
