package io.bactrian.cli;

import io.bactrian.config.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every verb takes. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (.properties). Also: BACTRIAN_CONFIG.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Set a property, for instance bactrian.concurrency=2. Wins over everything.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text (default), or json: one document on stdout and nothing else there.")
  private Output output;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info (default), debug or trace; logs go to stderr.")
  private Logging.LogLevel logLevel;

  enum Output {
    text,
    json
  }

  boolean json() {
    return output == Output.json;
  }

  void applyLogLevel() {
    Logging.level(logLevel);
  }

  /** Every source of settings; flags come last, so they win. */
  Sources sources(Map<String, String> environment, List<String> flags) {
    List<String> all = new ArrayList<>(assignments);
    all.addAll(flags);
    String named = environment.getOrDefault("BACTRIAN_CONFIG", "");
    Optional<Path> fallback = named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named));
    return new Sources(Optional.ofNullable(config).or(() -> fallback), environment, all);
  }
}
