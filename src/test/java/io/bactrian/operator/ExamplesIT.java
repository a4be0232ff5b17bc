package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example does what it says, with no cluster. */
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("examples");

  @TempDir Path directory;

  @BeforeEach
  void data() throws IOException {
    Files.createDirectories(directory.resolve("data/cache"));
    Files.writeString(directory.resolve("data/greeting"), "hello\n");
    Files.writeString(directory.resolve("data/cache/left-out"), "hello\n");
  }

  private void copy(String example) throws IOException {
    Files.copy(EXAMPLES.resolve(example), directory.resolve(example));
  }

  private JsonNode report(int exitCode, String pollInterval) {
    return Cli.here(
            "run",
            directory.toString(),
            "--once",
            "--output",
            "json",
            "--log-level",
            "error",
            "--set",
            "bactrian.run.poll-interval=" + pollInterval)
        .requireExit(exitCode)
        .json();
  }

  /** Runs the directory; phases by kind and name. */
  private Map<String, String> run(int exitCode) {
    return phases(report(exitCode, "100ms"));
  }

  private static Map<String, String> phases(JsonNode report) {
    assertThat(report.path("malformed")).isEmpty();
    Map<String, String> phases = new TreeMap<>();
    report
        .path("resources")
        .forEach(
            one ->
                phases.put(
                    one.path("kind").asText() + " " + one.path("name").asText(),
                    one.path("phase").asText()));
    return phases;
  }

  /** All that counts is complete, and yet it is no success: not everything counts. */
  @Test
  void aDocumentThatIsNotFollowed_isNoSuccess_andIsTold() throws IOException {
    copy("quickstart.yaml");
    Files.copy(EXAMPLES.resolve("quickstart.yaml"), directory.resolve("twice.yaml"));
    JsonNode report = report(1, "100ms");
    assertThat(report.at("/resources/0/phase").asText()).isEqualTo("Complete");
    assertThat(report.path("malformed").toString())
        .contains("Backup default/quickstart is defined in quickstart.yaml")
        .contains("HINT: remove one of them");
    assertThat(report.at("/error/message").asText()).contains("is not followed");
  }

  @Test
  void quickstartAndRestore() throws IOException {
    copy("quickstart.yaml");
    copy("restore.yaml");
    assertThat(run(0))
        .containsEntry("Backup quickstart", "Complete")
        .containsEntry("Restore quickstart-restored", "Complete");
    assertThat(directory.resolve("restored/greeting")).hasContent("hello");
    Cli.here(
            "verify",
            "latest",
            "--read-data",
            "--repo",
            directory.resolve("backups").toString(),
            "--key-file",
            directory.resolve(".bactrian/secret/default.quickstart-key/key").toString())
        .requireExit(0);
  }

  @Test
  void backupToMinio() throws IOException {
    try (MinioServer minio = MinioServer.startOrSkip(directory)) {
      minio.createBucket("backups");
      String text =
          Files.readString(EXAMPLES.resolve("backup-to-minio.yaml"))
              .replace("http://minio:9000", minio.endpoint())
              .replace("change-me-too", MinioServer.SECRET_KEY)
              .replace("change-me", MinioServer.ACCESS_KEY)
              .replace("0".repeat(64), "0123456789abcdef".repeat(4));
      Files.writeString(directory.resolve("backup-to-minio.yaml"), text);
      assertThat(run(0)).isEqualTo(Map.of("Backup to-minio", "Complete"));
    }
  }

  @Test
  void retryPolicy() throws IOException {
    copy("retry-policy.yaml");
    assertThat(run(0)).isEqualTo(Map.of("Backup patient", "Complete"));
  }

  @Test
  void nightlySchedule() throws IOException {
    copy("nightly-schedule.yaml");
    assertThat(run(0)).containsOnlyKeys("BackupSchedule nightly");
  }

  /** A small backup is over before the directory is looked at again. */
  @Test
  void deleteWithStorage() throws IOException {
    copy("delete-with-storage.yaml");
    Files.setLastModifiedTime(
        directory.resolve("delete-with-storage.yaml"), FileTime.fromMillis(0));
    assertThat(phases(report(0, "1h"))).isEqualTo(Map.of("Backup short-lived", "Complete"));
    Path name = directory.resolve("backups/default/short-lived");
    assertThat(name).isDirectory();
    Files.delete(directory.resolve("delete-with-storage.yaml"));
    assertThat(run(0)).isEmpty();
    assertThat(name).doesNotExist();
  }

  @Test
  void restoreIntoStatefulSet_isForACluster_andTouchesNothingHere() throws IOException {
    copy("quickstart.yaml");
    copy("restore-into-statefulset.yaml");
    assertThat(run(1))
        .containsEntry("Backup quickstart", "Complete")
        .doesNotContainEntry("Restore redis-3am", "Complete");
    assertThat(directory.resolve("data/greeting")).hasContent("hello");
  }

  @Test
  void everyExample_isTestedHere() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Set.copyOf(
                  List.of(
                      "quickstart.yaml",
                      "restore.yaml",
                      "backup-to-minio.yaml",
                      "retry-policy.yaml",
                      "nightly-schedule.yaml",
                      "delete-with-storage.yaml",
                      "restore-into-statefulset.yaml")));
    }
  }
}
