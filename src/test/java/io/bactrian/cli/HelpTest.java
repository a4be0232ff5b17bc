package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup",
        "restore",
        "list",
        "show",
        "verify",
        "delete",
        "prune",
        "keys",
        "operator",
        "worker",
        "demo",
        "completion"
      })
  void everyVerb_hasHelpWithExamples(String verb) {
    CommandRun run = CommandRun.of(verb, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: bactrian " + verb).contains("Examples:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void help_listsVerbsAndHidesTheLaunchersOwn() {
    assertThat(CommandRun.of("--help").out()).contains("backup", "prune").doesNotContain("warm-up");
  }

  @Test
  void noVerb_isRefusedWithTheList() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("HINT: ").contains("restore");
  }

  @Test
  void version_isOneLine() {
    assertThat(CommandRun.of("--version").out().lines()).hasSize(1);
  }

  @Test
  void completion_isAShellScript() {
    assertThat(CommandRun.of("completion").out())
        .startsWith("#!/usr/bin/env bash")
        .contains("restore");
  }
}
