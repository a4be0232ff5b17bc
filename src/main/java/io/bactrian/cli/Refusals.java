package io.bactrian.cli;

import io.bactrian.engine.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli does not understand becomes a sentence and a hint, and exit 2. */
final class Refusals implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException thrown, String[] args) {
    CommandLine command = thrown.getCommandLine();
    boolean json = List.of(args).contains("--output=json") || follows(args, "--output", "json");
    String verb = command.getParent() == null ? "" : command.getCommandName();
    return new Console(command, json).report(Report.failed(verb, refusal(thrown)));
  }

  private static boolean follows(String[] args, String option, String value) {
    int at = List.of(args).indexOf(option);
    return at >= 0 && at + 1 < args.length && args[at + 1].equals(value);
  }

  private static Failure refusal(ParameterException thrown) {
    CommandLine command = thrown.getCommandLine();
    if (thrown.getCause() instanceof Failure failure) {
      return failure;
    }
    if (command.getParent() == null) {
      return atTop(thrown);
    }
    String hint = "see " + command.getCommandSpec().qualifiedName() + " --help";
    if (thrown instanceof MissingParameterException missing) {
      return Failure.usage(missing.getMessage().replaceFirst("^M", "m"), hint);
    }
    return Failure.usage(thrown.getMessage(), hint);
  }

  private static Failure atTop(ParameterException thrown) {
    String verbs =
        thrown.getCommandLine().getSubcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    String message =
        thrown instanceof UnmatchedArgumentException unmatched
            ? "unknown verb '" + unmatched.getUnmatched().get(0) + "'"
            : thrown.getMessage();
    return Failure.usage(message, "use one of " + verbs + "; bactrian --help explains them");
  }
}
