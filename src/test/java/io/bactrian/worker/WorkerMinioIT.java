package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.SecretReference;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.Question;
import io.bactrian.control.RunFact;
import io.bactrian.testing.Cli;
import io.bactrian.testing.MinioServer;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Orders on a bucket, with credentials from a mounted Secret. */
class WorkerMinioIT {
  private static final String FIRST = "20261121T020000Z-aaaaaa";
  private static final String SECOND = "20261121T020500Z-bbbbbb";
  private static MinioServer minio;
  private static int buckets;

  @TempDir static Path data;
  @TempDir Path place;
  private OrderRig rig;

  @BeforeAll
  static void start() throws IOException {
    minio = MinioServer.startOrSkip(data);
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place);
    Trees.make(rig.source, 5, 20, 3 << 20);
    rig.storage.provider = "minio";
    rig.storage.bucket = "bucket-" + buckets++;
    rig.storage.endpoint = minio.endpoint();
    rig.storage.prefix = "some/where";
    rig.secretDirectory =
        OrderRig.mounted(
                place.resolve("storage"),
                Map.of(
                    "accessKey",
                    MinioServer.ACCESS_KEY + "\n",
                    "AWS_SECRET_ACCESS_KEY",
                    MinioServer.SECRET_KEY + "\n"))
            .toString();
    minio.createBucket(rig.storage.bucket);
  }

  private List<String> keys() {
    try (S3Client client = minio.client()) {
      return client.listObjectsV2(request -> request.bucket(rig.storage.bucket)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }

  @Test
  void backedUpRestoredAndCleaned_leavesAnEmptyBucket() throws IOException {
    WorkerEnd end = rig.complete(rig.backup("uid-1", 1, FIRST));
    assertThat(keys()).contains("some/where/shop/redis/" + FIRST + "/manifest.json");
    Files.writeString(rig.source.resolve("new"), "more");
    assertThat(rig.complete(rig.backup("uid-2", 1, SECOND)).bytesNew).isLessThan(end.bytesNew);
    Path target = place.resolve("target");
    rig.complete(rig.restore(target, SECOND));
    assertThat(Trees.describe(target)).isEqualTo(Trees.describe(rig.source));
    rig.complete(rig.clean("uid-1", FIRST));
    assertThat(keys()).noneMatch(key -> key.endsWith(FIRST + "/manifest.json"));
    rig.complete(rig.clean("uid-2", SECOND));
    assertThat(keys()).isEmpty();
    rig.complete(rig.clean("uid-2", SECOND));
  }

  @Test
  void noSuchBucket_isPermanent() {
    rig.storage.bucket = "bucket-nowhere";
    WorkerEnd end = rig.run(rig.backup("uid-1", 1, FIRST));
    assertThat(end.exitCode).isEqualTo(4);
    assertThat(end.reason).isEqualTo("NoSuchBucket");
    assertThat(end.retryable).isFalse();
    assertThat(end.message).contains("bucket-nowhere");
    assertThat(end.hint).isNotBlank();
  }

  @Test
  void wrongCredentials_arePermanent_andNeverTold() throws IOException {
    String bad = "tiger-in-the-tank-0123456789";
    rig.secretDirectory =
        OrderRig.mounted(
                place.resolve("bad"), Map.of("accessKey", MinioServer.ACCESS_KEY, "secretKey", bad))
            .toString();
    Path log = place.resolve("end");
    Cli.Result result =
        new Cli(place)
            .run(
                "worker",
                "--order",
                rig.file(rig.backup("uid-1", 1, FIRST)).toString(),
                "--termination-log",
                log.toString(),
                "--log-level",
                "trace",
                "--set",
                "bactrian.worker.port=0")
            .requireExit(4);
    String said = Files.readString(log) + result.out() + result.err();
    assertThat(said).contains("\"reason\":\"Denied\"").doesNotContain(bad);
    assertThat(said).doesNotContain(OrderRig.HEX);
  }

  @Test
  void storeThatIsDown_isWorthAnotherTry_andUnknownToTheLookup() {
    rig.storage.endpoint = "http://127.0.0.1:9";
    rig.set("bactrian.retry.store.max-redeliveries=1");
    WorkerEnd end = rig.run(rig.backup("uid-1", 1, FIRST));
    assertThat(end.exitCode).isEqualTo(1);
    assertThat(end.reason).isEqualTo("Transient");
    assertThat(end.retryable).isTrue();
    assertThat(find(FIRST, "uid-1").trouble()).isNotEmpty().doesNotContain(MinioServer.SECRET_KEY);
  }

  @Test
  void lookup_readsTheManifest_withCredentialsFromTheSecret() {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    assertThat(find(FIRST, "uid-1").committed()).isTrue();
    assertThat(find(FIRST, "uid-2")).isEqualTo(RunFact.none());
    assertThat(find(SECOND, "uid-1")).isEqualTo(RunFact.none());
    rig.storage.bucket = "bucket-nowhere";
    assertThat(find(FIRST, "uid-1")).isEqualTo(RunFact.none());
  }

  private RunFact find(String runId, String uid) {
    Map<String, byte[]> members =
        Map.of(
            "accessKey",
            MinioServer.ACCESS_KEY.getBytes(StandardCharsets.UTF_8),
            "secretKey",
            MinioServer.SECRET_KEY.getBytes(StandardCharsets.UTF_8));
    rig.storage.secretRef = new SecretReference();
    rig.storage.secretRef.name = "s3";
    try (ManifestLookup lookup =
        new ManifestLookup((namespace, secret) -> Optional.of(members), rig.resolved())) {
      return lookup.find(
          new Question.Committed(
              "shop", rig.storage, null, OrderRig.NAMESPACE, OrderRig.NAME, runId, uid));
    }
  }
}
