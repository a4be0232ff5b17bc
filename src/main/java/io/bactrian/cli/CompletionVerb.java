package io.bactrian.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bactrian completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  source <(bactrian completion)",
      "  bactrian completion > /etc/bash_completion.d/bactrian"
    })
final class CompletionVerb implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .print(AutoComplete.bash("bactrian", spec.commandLine().getParent()));
    spec.commandLine().getOut().flush();
  }
}
