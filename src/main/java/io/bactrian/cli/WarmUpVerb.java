package io.bactrian.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Hidden: runs the usual verbs once on a tiny directory and says nothing, so that the launcher can
 * write down which classes they load (class-data sharing).
 */
@Command(name = "warm-up", hidden = true, description = "For the launcher.")
final class WarmUpVerb implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    Path place = Files.createTempDirectory("bactrian-warm-up");
    try {
      Files.writeString(Files.createDirectory(place.resolve("source")).resolve("file"), "warm");
      commands(place).forEach(WarmUpVerb::run);
    } finally {
      remove(place);
    }
    return 0;
  }

  private static List<List<String>> commands(Path place) {
    String repo = "--repo=" + place.resolve("repo");
    String key = "--key-file=" + place.resolve("key");
    return List.of(
        List.of("--help"),
        List.of("keys", "generate", "--out=" + place.resolve("key")),
        List.of("backup", place.resolve("source").toString(), "--name=warm", repo, key),
        List.of("backup", place.resolve("source").toString(), "--name=warm", repo, key),
        List.of("list", repo, "--output=json"),
        List.of("show", "latest", repo, key),
        List.of("verify", "latest", repo, key, "--read-data"),
        List.of("restore", "latest", repo, key, "--to=" + place.resolve("target")));
  }

  private static void run(List<String> command) {
    CommandLine line = Bactrian.commandLine();
    line.setOut(new PrintWriter(Writer.nullWriter())).setErr(new PrintWriter(Writer.nullWriter()));
    line.execute(command.toArray(String[]::new));
  }

  private static void remove(Path place) throws IOException {
    try (Stream<Path> paths = Files.walk(place)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
