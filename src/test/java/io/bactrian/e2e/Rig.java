package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One source, one key, one repository in a directory, and the program run on them: in this process,
 * or as one of its own.
 */
final class Rig {
  static final String NAME = "n";
  static final String HEX = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path place;
  final Path source;
  final Path repo;
  final Path key;
  private final List<String> common = new ArrayList<>();
  private List<String> keyFlags;
  private int targets;

  Rig(Path place) {
    this.place = place;
    source = place.resolve("source");
    repo = place.resolve("repo");
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

  /** Every object that a run's SHA256SUMS names is there and whole, as a stock tool says. */
  void requireSums(String runId) {
    Tools.Result result =
        Tools.run(
            null,
            List.of(
                "sh",
                "-c",
                "cd \"$1\" && sha256sum -c --quiet --strict SHA256SUMS",
                "sh",
                runDir(runId).toString()));
    assertThat(result.ok())
        .as("%s: %s%n%s", runId, new String(result.output()), result.errors())
        .isTrue();
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
        .as("%s%n%s", new String(result.output()), result.errors())
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

  Path nameDir() {
    return repo.resolve("default").resolve(NAME);
  }

  Path runDir(String runId) {
    return nameDir().resolve(runId);
  }

  /** Run-ids that have a directory, in order. */
  List<String> runDirs() {
    return children(nameDir()).stream()
        .filter(n -> n.matches("\\d{8}T\\d{6}Z-[0-9a-f]{6}"))
        .toList();
  }

  /** Run-ids that have a manifest, in order. */
  List<String> runs() {
    return runDirs().stream()
        .filter(run -> Files.exists(runDir(run).resolve("manifest.json")))
        .toList();
  }

  JsonNode manifest(String runId) {
    try {
      return JSON.readTree(runDir(runId).resolve("manifest.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of a run's data/ or index/. */
  List<String> objects(String runId, String directory) {
    return children(runDir(runId).resolve(directory));
  }

  void verify(String runId) {
    run("verify", runId).requireExit(0);
  }

  /** Every run verifies, and data/ and index/ hold what the manifests name and nothing else. */
  void requireWhole() {
    runs().forEach(this::verify);
    requireExact();
  }

  /** data/ and index/ hold what the manifests name and nothing else; no mark, no dead run. */
  void requireExact() {
    TreeSet<String> named = new TreeSet<>();
    for (String run : runs()) {
      for (String list : List.of("objects", "segments")) {
        manifest(run).path(list).forEach(ref -> named.add(ref.path("key").asText()));
      }
    }
    TreeSet<String> kit =
        new TreeSet<>(List.of("manifest.json", "STREAM", "SHA256SUMS", "RESTORE.md", "restore.sh"));
    TreeSet<String> found = new TreeSet<>();
    for (String run : runDirs()) {
      boolean committed = Files.exists(runDir(run).resolve("manifest.json"));
      for (String child : children(runDir(run))) {
        if (child.equals("data") || child.equals("index")) {
          objects(run, child).forEach(object -> found.add(run + "/" + child + "/" + object));
        } else {
          assertThat(committed && kit.contains(child)).as("stray %s/%s", run, child).isTrue();
        }
      }
    }
    assertThat(found).isEqualTo(named);
  }

  /** Nothing of the name, and no spool, is left in the repository. */
  void requireNothingLeft() throws IOException {
    assertThat(files(repo)).isEmpty();
  }

  /** Every file below, by path. */
  static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static List<String> children(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A tree as stock tools see it, for what Java cannot say: a line an entry, a line a content. Less
   * what the JDK cannot set: a symlink's time beyond microseconds, a FIFO's time.
   */
  static String listing(Path tree) {
    String script =
        "cd \"$1\" && export LC_ALL=C && find . ! -type f -printf '%p %y %m %U:%G %T@ %l\\n' -o"
            + " -printf '%p %y %m %U:%G %T@ %n %s\\n' | sort"
            + " | sed -e '/ l 777 /s/\\(\\.[0-9]\\{6\\}\\)[0-9]*/\\1/' -e '/ p [0-7]* /s/ [0-9]*\\.[0-9]* *$//'"
            + " && find . -type f -print0 | sort -z | xargs -0r sha256sum"
            + " && if command -v getfattr >/dev/null; then getfattr -R -h -d -m - -e hex .; fi";
    Tools.Result result = Tools.run(null, List.of("sh", "-c", script, "sh", tree.toString()));
    assertThat(result.ok()).as(result.errors()).isTrue();
    return new String(result.output(), StandardCharsets.ISO_8859_1);
  }
}
