package io.bactrian.cli;

import io.bactrian.engine.work.PrivateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Hidden: runs the usual verbs once on a tiny directory, or the operator on a tiny API server, and
 * says nothing, so that the launcher and the image can write down which classes they load
 * (class-data sharing).
 */
@Command(name = "warm-up", hidden = true, description = "For the launcher.")
final class WarmUpVerb implements Callable<Integer> {
  @Option(names = "--operator", description = "Run the operator, not the verbs.")
  boolean operator;

  @Override
  public Integer call() throws Exception {
    return operator ? WarmUpOperator.run() : verbs();
  }

  private static int verbs() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.temporary("bactrian-warm-up");
        WarmUpStore store = new WarmUpStore()) {
      Path place = directory.path();
      Files.writeString(Files.createDirectory(place.resolve("source")).resolve("file"), "warm");
      int worst = run(List.of("--help"));
      worst = Math.max(worst, run(List.of("keys", "generate", "--out=" + place.resolve("key"))));
      worst = Math.max(worst, onRepository(place, List.of("--repo=" + place.resolve("repo"))));
      return Math.max(worst, onRepository(place, onStore(store)));
    }
  }

  private static List<String> onStore(WarmUpStore store) {
    String setting = "--set=bactrian.repository.warm.";
    return List.of(
        "--repo=warm",
        setting + "provider=minio",
        setting + "bucket=" + WarmUpStore.BUCKET,
        setting + "endpoint=" + store.endpoint(),
        setting + "access-key=warm",
        setting + "secret-key=warm");
  }

  private static int onRepository(Path place, List<String> repository) throws IOException {
    String source = place.resolve("source").toString();
    String key = "--key-file=" + place.resolve("key");
    Path target = Files.createTempDirectory(place, "target");
    int worst = 0;
    for (List<String> command :
        List.of(
            List.of("backup", source, "--name=warm", key),
            List.of("backup", source, "--name=warm", key),
            List.of("list", "--output=json"),
            List.of("show", "latest", key),
            List.of("verify", "latest", key, "--read-data"),
            List.of("restore", "latest", key, "--to=" + target))) {
      worst = Math.max(worst, run(Stream.concat(command.stream(), repository.stream()).toList()));
    }
    return worst;
  }

  /** The exit code. */
  static int run(List<String> command) {
    CommandLine line = Bactrian.commandLine();
    line.setOut(new PrintWriter(Writer.nullWriter())).setErr(new PrintWriter(Writer.nullWriter()));
    return line.execute(command.toArray(String[]::new));
  }
}
