package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The demonstration: every step is a process of this same program with the verbs that everybody
 * uses, so that the kill is a real one. Ends well only if what was restored equals what was saved.
 */
final class Demo {

  private final Path place;
  private final Console console;
  private final Path source;
  private final Path key;
  private final Path repository;
  private final Path restored;

  Demo(Path place, Console console) {
    this.place = place;
    this.console = console;
    this.source = place.resolve("data");
    this.key = place.resolve("backup.key");
    this.repository = place.resolve("repository");
    this.restored = place.resolve("restored");
  }

  Report play() throws IOException, InterruptedException {
    console.tell("Everything happens in " + place);
    makeData();
    makeKey();
    int killedWith = backUpAndKill();
    DemoChild.Result second = carryOn(killedWith);
    showLedger();
    restoreAndCompare();
    Path run = runDirectory();
    farewell(run);
    return Report.complete("demo")
        .with("name", "demo")
        .with("runId", run.getFileName().toString())
        .with("bytesNew", second.number("bytesNew"))
        .with("bytesReused", second.number("bytesReused"))
        .with("attempts", second.number("attempts"))
        .with("directory", place.toString());
  }

  private void makeData() throws IOException {
    long bytes = DemoData.write(source);
    step("A data directory: " + source);
    console.tell(
        "   "
            + Sizes.text(bytes)
            + ": a database file, logs, "
            + DemoData.SMALL_FILES
            + " small files, links, odd names, modes and times.");
  }

  private void makeKey() throws IOException, InterruptedException {
    step("A key");
    child("keys", "generate", "--out", key.toString()).requireSuccess();
    console.tell("   " + key + " (readable by you alone; without it nobody reads the backup)");
  }

  private int backUpAndKill() throws IOException, InterruptedException {
    DemoFault.install(place.resolve("kamelets"), DemoFault.UntilKilled.class);
    step("A backup, killed half-way");
    console.tell("   The repository is a directory that resets the connection at first writes.");
    Path output = place.resolve("first-backup.log");
    Process process = new DemoChild(backup()).start(output);
    while (process.isAlive() && stored("index") == 0) {
      process.onExit().completeOnTimeout(process, 5, TimeUnit.MILLISECONDS).join();
    }
    process.destroyForcibly().waitFor();
    int objects = stored("data");
    if (process.exitValue() != 137) {
      throw failed("the first backup ended by itself (exit " + process.exitValue() + ")", output);
    }
    console.tell(
        "   kill -9 after " + objects + " objects were stored. No manifest: no backup yet.");
    return objects;
  }

  private DemoChild.Result carryOn(int killedWith) throws IOException, InterruptedException {
    DemoFault.install(place.resolve("kamelets"), DemoFault.class);
    step("The same command again");
    DemoChild.Result result = new DemoChild(backup()).run(place.resolve("second-backup.log"));
    result.requireSuccess();
    console.tell(
        "   Complete. Sent "
            + Sizes.text(result.number("bytesNew"))
            + ", kept "
            + Sizes.text(result.number("bytesReused"))
            + " that the killed one had finished ("
            + killedWith
            + " objects); "
            + result.number("attempts")
            + " attempts in all.");
    return result;
  }

  private void showLedger() throws IOException, InterruptedException {
    step("What went wrong on the way: bactrian show latest");
    List<String> show = new ArrayList<>(List.of("show", "latest", "--name", "demo"));
    show.addAll(access());
    DemoChild.Result result = new DemoChild(show).run(place.resolve("show.log"));
    result.requireSuccess();
    result.output().lines().forEach(line -> console.tell("   | " + line));
  }

  private void restoreAndCompare() throws IOException, InterruptedException {
    step("A restore to a new directory: " + restored);
    List<String> restore = new ArrayList<>(List.of("restore", "latest", "--name", "demo"));
    restore.addAll(access());
    restore.addAll(List.of("--to", restored.toString()));
    new DemoChild(restore).run(place.resolve("restore.log")).requireSuccess();
    List<String> differences = TreeComparison.differences(source, restored);
    if (!differences.isEmpty()) {
      throw Failure.corrupt("restored files differ: " + differences);
    }
    console.tell("   Compared: every byte, mode, time and link is the same.");
  }

  private void farewell(Path run) {
    step("And without Bactrian, with openssl, zstd and tar alone:");
    console.tell(
        "   KEY_FILE=" + key + " sh " + run.resolve("restore.sh") + " " + place.resolve("by-hand"));
    console.tell("   " + run.resolve("RESTORE.md") + " explains it.");
    console.tell("");
    console.tell("All is well. To clean up: rm -r " + place);
  }

  private List<String> backup() {
    List<String> command = new ArrayList<>(List.of("backup", source.toString(), "--name", "demo"));
    command.addAll(access());
    command.addAll(
        List.of(
            "--bundle-size",
            "2MiB",
            "--concurrency",
            "2",
            "--output",
            "json",
            "--set",
            "bactrian.kamelets.directory=" + place.resolve("kamelets"),
            "--set",
            "bactrian.retry.bundle.redelivery-delay=300ms"));
    return command;
  }

  private List<String> access() {
    return List.of("--repo", repository.toString(), "--key-file", key.toString());
  }

  private DemoChild.Result child(String... command) throws IOException, InterruptedException {
    return new DemoChild(List.of(command)).run(place.resolve(command[0] + ".log"));
  }

  private int stored(String kind) throws IOException {
    int count = 0;
    for (Path run : runs()) {
      Path data = run.resolve(kind);
      if (Files.isDirectory(data)) {
        try (Stream<Path> objects = Files.list(data)) {
          count += (int) objects.filter(path -> path.toString().endsWith(".cms")).count();
        }
      }
    }
    return count;
  }

  private List<Path> runs() throws IOException {
    Path name = repository.resolve("default").resolve("demo");
    if (!Files.isDirectory(name)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(name)) {
      return children.filter(path -> path.getFileName().toString().matches("\\d{8}T.*")).toList();
    }
  }

  private Path runDirectory() throws IOException {
    return runs().stream()
        .filter(run -> Files.exists(run.resolve("manifest.json")))
        .findFirst()
        .orElseThrow(() -> Failure.corrupt("no run in " + repository + " has a manifest"));
  }

  private static Failure failed(String message, Path log) {
    return Failure.of(FailureClass.TRANSIENT, message, "its output is in " + log);
  }

  private int steps;

  private void step(String title) {
    console.tell("");
    console.tell(++steps + ". " + title);
  }
}
