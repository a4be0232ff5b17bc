package io.bactrian.route.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of an operator that hears nothing. */
class DeafnessTest {
  private static final List<String> GONE = List.of("restores.bactrian.io", "pods");

  private final Deafness deafness = new Deafness();

  private List<String> said(int looks, List<String> unwatched) {
    return Stream.generate(() -> deafness.look(unwatched))
        .limit(looks)
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void aWatchThatIsOpenedAnew_isNoNews() {
    for (int i = 0; i < 5; i++) {
      assertThat(said(Deafness.LOOKS - 1, GONE)).isEmpty();
      assertThat(said(1, List.of())).isEmpty();
    }
  }

  @Test
  void whatLasts_isSaidOnce_andSoIsItsEnd() {
    assertThat(said(10 * Deafness.LOOKS, GONE))
        .singleElement()
        .asString()
        .contains("restores.bactrian.io, pods", "HINT: ", "kubectl apply -k deploy");
    assertThat(said(2, List.of())).containsExactly("everything is watched again");
  }
}
