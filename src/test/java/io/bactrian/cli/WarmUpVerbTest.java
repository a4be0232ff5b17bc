package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpVerbTest {
  /** A verb that failed would load too few classes, and every later start would pay for it. */
  @Test
  void everyVerbOfTheWarmUpSucceedsOnADirectoryAndOnS3() throws Exception {
    assertThat(new WarmUpVerb().call()).isZero();
  }
}
