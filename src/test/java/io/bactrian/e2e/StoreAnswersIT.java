package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.MinioServer;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store answers is told in its own words, and decides the exit code. */
class StoreAnswersIT {
  @TempDir Path place;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(place);
    Trees.make(rig.source, 61, 10, 3 << 20);
  }

  @Test
  void repositoryThatCannotBeReached_exits1() {
    Cli.Result result = s3("http://127.0.0.1:1").requireExit(1);
    assertThat(result.err()).contains("127.0.0.1:1").contains("HINT: ").doesNotContain("\tat ");
    assertThat(result.json().path("exitCode").asInt()).isEqualTo(1);
  }

  private Cli.Result s3(String endpoint) {
    return new Cli(place)
        .with("AWS_ACCESS_KEY_ID", "a")
        .with("AWS_SECRET_ACCESS_KEY", "secret-key")
        .run(
            "list",
            "--repo",
            "s3://no-such-bucket",
            "--endpoint",
            endpoint,
            "--region",
            "us-east-1",
            "--output",
            "json",
            "--set",
            "bactrian.retry.store.max-redeliveries=1",
            "--set",
            "bactrian.retry.store.redelivery-delay=10ms");
  }

  @Test
  void bucketThatIsNotThere_exits4() throws Exception {
    try (MinioServer minio = MinioServer.startOrSkip(place.resolve("minio"))) {
      Cli.Result result =
          new Cli(place)
              .with("AWS_ACCESS_KEY_ID", MinioServer.ACCESS_KEY)
              .with("AWS_SECRET_ACCESS_KEY", MinioServer.SECRET_KEY)
              .run(
                  Stream.concat(
                          Stream.of(rig.backupWords())
                              .map(
                                  word ->
                                      word.equals(rig.repo.toString())
                                          ? "s3://no-such-bucket"
                                          : word),
                          Stream.of("--endpoint", minio.endpoint(), "--region", "us-east-1"))
                      .toArray(String[]::new))
              .requireExit(4);
      assertThat(result.err()).contains("no-such-bucket").contains("HINT: ");
    }
  }

  @Test
  void storeThatFails_tellsItsOwnWordsAndAClass() {
    requireFailure(
        Map.of("1.op", "put", "1.keys", ".*/data/.*", "1.fault", "denied"), 4, "Access Denied");
    requireFailure(
        Map.of("1.op", "put", "1.keys", ".*/data/.*", "1.fault", "no-bucket"), 4, "no such bucket");
    rig.set("bactrian.retry.bundle.max-redeliveries=1");
    requireFailure(
        Map.of("1.op", "put", "1.keys", ".*/data/.*", "1.fault", "500"), 1, "status 500");
    requireFailure(
        Map.of("1.op", "put", "1.keys", ".*/data/.*", "1.fault", "enospc"), 1, "No space left");
    assertThat(rig.runs()).isEmpty();
  }

  private void requireFailure(Map<String, String> rules, int exit, String words) {
    Cli.Result result = rig.runFaulty(rules, rig.backupWords()).requireExit(exit);
    assertThat(result.err()).contains(words).doesNotContain("\tat ");
    assertThat(result.json().path("error").toString()).contains(words);
  }
}
