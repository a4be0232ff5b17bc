package io.bactrian.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: {@code bactrian <verb> [ARG] --repo URL|NAME [options]}. */
@Command(
    name = "bactrian",
    description = "Backs up a directory, encrypted, and restores it, with or without Bactrian.",
    synopsisSubcommandLabel = "<verb>",
    commandListHeading = "%nVerbs:%n",
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {
      BackupVerb.class,
      RestoreVerb.class,
      ListVerb.class,
      ShowVerb.class,
      VerifyVerb.class,
      DeleteVerb.class,
      PruneVerb.class,
      KeysVerb.class,
      OperatorVerb.class,
      RunVerb.class,
      WorkerVerb.class,
      DemoVerb.class,
      CompletionVerb.class,
      WarmUpVerb.class
    },
    footer = {
      "",
      "Exit codes: 0 complete; 1 failed, may pass if tried again; 2 wrong usage, nothing touched;",
      "3 complete, but files changed while they were read; 4 failed for good; 130, 143 interrupted.",
      "",
      "Begin with: bactrian demo"
    })
public final class Bactrian implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli sets it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  @SuppressWarnings("unused") // picocli sets it
  private boolean version;

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    Interruption.listen(args);
    System.exit(commandLine().execute(args));
  }

  /** The command line with our refusals; whoever runs it in-process sets out and err. */
  public static CommandLine commandLine() {
    return new CommandLine(new Bactrian())
        .registerConverter(Path.class, Bactrian::path)
        .setParameterExceptionHandler(new Refusals())
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** An empty path would be the working directory; whoever wrote "$DIR" did not mean that. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("the path is empty; is a variable not set?");
    }
    return Path.of(text);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }
}
