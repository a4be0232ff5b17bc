package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpVerbTest {
  @TempDir Path place;

  /** A verb that failed would load too few classes, and every later start would pay for it. */
  @Test
  void everyVerbOfTheWarmUpSucceedsOnADirectoryAndOnS3() throws Exception {
    assertThat(new WarmUpVerb().call()).isZero();
  }

  @Test
  void theOperatorOfTheWarmUpPassesOverAResourceOfEachKind_andEnds() throws Exception {
    var ended = new Cli(place).run("warm-up", "--operator");
    assertThat(ended.exit()).as(ended.err()).isZero();
  }
}
