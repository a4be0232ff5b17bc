package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.cli.Bactrian;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Tools;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One source, one key, one repository in a directory, and the program run on them: in this process,
 * or as one of its own.
 */
final class Rig extends RepositoryFiles {
  static final String HEX = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  final Path place;
  final Path source;
  final Path key;
  private final List<String> common = new ArrayList<>();
  private List<String> keyFlags;
  private int targets;

  Rig(Path place) {
    super(place.resolve("repo"));
    this.place = place;
    source = place.resolve("source");
    key = place.resolve("key");
    keyFlags = List.of("--key-file", key.toString());
    try {
      Files.createDirectories(source);
      Files.writeString(key, HEX + "\n");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(
        "bactrian.retry.store.redelivery-delay=10ms",
        "bactrian.retry.bundle.redelivery-delay=10ms");
  }

  /** Settings of every command from now on. */
  Rig set(String... assignments) {
    for (String assignment : assignments) {
      common.add("--set");
      common.add(assignment);
    }
    return this;
  }

  /** From now on nothing is encrypted. */
  Rig plain() {
    keyFlags = List.of();
    return this;
  }

  /** Words of a command on this repository; {@code --key-file} where the verb takes it. */
  String[] words(String verb, String... more) {
    List<String> words = new ArrayList<>();
    words.add(verb);
    words.addAll(List.of(more));
    words.addAll(List.of("--repo", repo.toString(), "--output", "json"));
    if (!Stream.of(more).anyMatch(List.of("--name")::contains)) {
      words.addAll(List.of("--name", NAME));
    }
    if (!Stream.of(more).anyMatch(List.of("--log-level")::contains)) {
      words.addAll(List.of("--log-level", "warn"));
    }
    if (!List.of("delete", "prune", "list").contains(verb)) {
      words.addAll(keyFlags);
    }
    if (verb.equals("list")) {
      words.removeAll(List.of("--name", NAME));
    }
    words.addAll(common);
    return words.toArray(String[]::new);
  }

  String[] backupWords(String... more) {
    return words(
        "backup",
        Stream.concat(Stream.of(source.toString()), Stream.of(more)).toArray(String[]::new));
  }

  /** Runs a command in this process. */
  Cli.Result run(String verb, String... more) {
    return runWords(words(verb, more));
  }

  /** The same words for the store that fails as a {@code FaultPlan} tells. */
  String[] faulty(String... words) {
    repo.toFile().mkdirs();
    Stream<String> renamed =
        Stream.of(words).map(word -> word.equals(repo.toString()) ? "bad" : word);
    Stream<String> settings =
        Stream.of(
            "--set",
            "bactrian.repository.bad.provider=faulty",
            "--set",
            "bactrian.repository.bad.path=" + repo);
    return Stream.concat(renamed, settings).toArray(String[]::new);
  }

  /** The same, in this process, under these rules. */
  Cli.Result runFaulty(Map<String, String> rules, String... words) {
    FaultPlan.install(rules);
    try {
      return runWords(faulty(words));
    } finally {
      FaultPlan.uninstall();
    }
  }

  /** A process of its own whose store obeys these rules of a {@code FaultPlan}. */
  Cli cliWithFaults(String... rules) {
    try {
      Path plan = Files.createTempFile(place, "faults", ".properties");
      Files.write(plan, List.of(rules));
      return new Cli(place).jvm("-Dbactrian.faults=" + plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Cli.Result runWords(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Bactrian.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(words);
    return new Cli.Result(exit, out.toString(), err.toString(), List.of(words));
  }

  /** Backs up the source, in this process, and must succeed; what {@code show} says of the run. */
  JsonNode backup(String... more) {
    JsonNode made = runWords(backupWords(more)).requireExit(0).json();
    return show(made.path("runId").asText());
  }

  JsonNode show(String runId) {
    return run("show", runId).requireExit(0).json();
  }

  void delete(String runId) {
    run("delete", runId).requireExit(0);
  }

  /** Restores a run with the program, and holds it against what the tree was. */
  void requireRestores(String runId, Map<String, String> tree) throws IOException {
    Path target = place.resolve("target-" + targets++);
    run("restore", runId, "--to", target.toString()).requireExit(0);
    assertThat(Trees.describe(target)).isEqualTo(tree);
    Trees.delete(target);
  }

  /** The same with restore.sh and stock tools. */
  void requireKitRestores(String runId, Map<String, String> tree) throws IOException {
    Path target = kitRestore(runId);
    assertThat(Trees.describe(target)).isEqualTo(tree);
    Trees.delete(target);
  }

  Path kitRestore(String runId) {
    Path target = place.resolve("kit-" + targets++);
    List<String> command = new ArrayList<>(List.of("env"));
    if (!keyFlags.isEmpty()) {
      command.add("KEY_FILE=" + key);
    }
    command.addAll(
        List.of("sh", runDir(runId).resolve("restore.sh").toString(), target.toString()));
    Tools.Result result = Tools.run(null, command);
    assertThat(result.exitCode())
        .as("%s%n%s", new String(result.output(), StandardCharsets.UTF_8), result.errors())
        .isZero();
    return target;
  }

  Path restore(String runId, String... more) {
    Path target = place.resolve("target-" + targets++);
    String[] words =
        Stream.concat(Stream.of(runId, "--to", target.toString()), Stream.of(more))
            .toArray(String[]::new);
    run("restore", words).requireExit(0);
    return target;
  }

  void verify(String runId) {
    run("verify", runId).requireExit(0);
  }

  /** Every run verifies, and data/ and index/ hold what the manifests name and nothing else. */
  void requireWhole() {
    runs().forEach(this::verify);
    requireExact();
  }
}
