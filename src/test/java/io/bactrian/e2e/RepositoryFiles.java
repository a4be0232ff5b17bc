package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A repository in a directory, looked at as files: what lies in it for one name. */
abstract class RepositoryFiles {
  static final String NAME = "n";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path repo;

  RepositoryFiles(Path repo) {
    this.repo = repo;
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
        .as(
            "%s: %s%n%s",
            runId, new String(result.output(), StandardCharsets.UTF_8), result.errors())
        .isTrue();
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
