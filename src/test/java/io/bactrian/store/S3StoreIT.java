package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.testing.FaultProxy;
import io.bactrian.testing.FaultProxy.Fault;
import io.bactrian.testing.MinioServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on a real MinIO, reached through a proxy; and what only a network can do. */
class S3StoreIT extends StoreContract {
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static MinioServer minio;
  private static FaultProxy proxy;
  private static S3Client byHand;
  private String bucket;

  /** Has no connection yet, so that the next one it makes is the next one of the proxy. */
  private KameletStore fresh;

  @BeforeEach
  void openFresh() {
    proxy.heal();
    fresh = Stores.open(camel, settings());
  }

  @AfterEach
  void closeFresh() {
    fresh.close();
  }

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    minio = MinioServer.startOrSkip(directory);
    proxy = new FaultProxy(minio.port());
    byHand = minio.client();
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (minio != null) {
      byHand.close();
      proxy.close();
      minio.close();
    }
  }

  @Override
  protected RepositorySettings settings() {
    if (bucket == null) {
      bucket = "bucket-" + BUCKETS.incrementAndGet();
      minio.createBucket(bucket);
    }
    return settings(bucket, Map.of());
  }

  private static RepositorySettings settings(String bucket, Map<String, String> more) {
    Map<String, String> properties = MinioServer.properties(proxy.endpoint(), bucket);
    properties.putAll(more);
    return new RepositorySettings("cloud", "minio", "team/x", properties);
  }

  @Override
  protected RepositorySettings missing() {
    return settings("no-such-bucket", Map.of());
  }

  @Override
  protected boolean reportsChecksum() {
    return true;
  }

  @Override
  protected void putByHand(String key, byte[] content) {
    byHand.putObject(
        request -> request.bucket(bucket).key("team/x/" + key), RequestBody.fromBytes(content));
  }

  @Test
  void wrongSecret_isDeniedInTheStoresOwnWords() {
    try (KameletStore other =
        Stores.open(camel, settings(bucket, Map.of("secret-key", "wrong-wrong-wrong")))) {
      assertThatThrownBy(() -> other.list("", ""))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.failureClass()).isEqualTo(FailureClass.DENIED);
                assertThat(failure).hasMessageContaining("SignatureDoesNotMatch");
                assertThat(failure.toString()).doesNotContain("wrong-wrong-wrong");
              });
      assertClass(FailureClass.DENIED, () -> other.put("a", new byte[3]));
      assertClass(FailureClass.DENIED, () -> other.get("a", 0, -1));
      assertClass(FailureClass.DENIED, () -> other.head("a"));
      assertClass(FailureClass.DENIED, () -> other.delete("a"));
    }
  }

  @Test
  void nothingListens_isTransientAndNamesTheEndpoint() throws Exception {
    String dead;
    try (FaultProxy gone = new FaultProxy(1)) {
      dead = gone.endpoint();
    }
    try (KameletStore other = Stores.open(camel, settings(bucket, Map.of("endpoint", dead)))) {
      assertThatThrownBy(() -> other.list("", ""))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure.hint().get()).contains(dead);
              });
    }
  }

  @Test
  void unknownHost_isTransientAndNamesTheEndpoint() {
    RepositorySettings settings =
        settings(bucket, Map.of("endpoint", "http://no.such.host.invalid"));
    try (KameletStore other = Stores.open(camel, settings)) {
      assertThatThrownBy(() -> other.list("", ""))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure.hint().get()).contains("no.such.host.invalid");
              });
    }
  }

  @Test
  void status503_isOneAttemptAndTransient_andTheRetryingViewGetsThere() throws Exception {
    put("ns/a", random(10));
    int before = proxy.connections();
    proxy.next(Fault.status(503), Fault.status(503), Fault.status(503));
    assertClass(FailureClass.TRANSIENT, () -> fresh.head("ns/a"));
    assertThat(proxy.connections() - before).as("no retry of the SDK's own").isEqualTo(1);
    assertThat(fresh.retrying().head("ns/a")).isPresent();
    assertThat(proxy.connections() - before).isEqualTo(4);
  }

  @Test
  void status500ForEver_isTriedAsOftenAsConfigured() {
    Fault[] faults = new Fault[9];
    java.util.Arrays.fill(faults, Fault.status(500));
    int before = proxy.connections();
    proxy.next(faults);
    assertClass(FailureClass.TRANSIENT, () -> fresh.retrying().list("", ""));
    assertThat(proxy.connections() - before).isEqualTo(3);
  }

  @Test
  void uploadReset_leavesNothing_andTheNextAttemptStores() throws Exception {
    byte[] content = random(4_000_000);
    proxy.next(Fault.resetRequest(1_000_000));
    assertClass(FailureClass.TRANSIENT, () -> put(fresh, "ns/a", content));
    assertThat(store.head("ns/a")).isEmpty();
    put("ns/a", content);
    assertThat(read("ns/a", 0, -1)).isEqualTo(content);
  }

  @Test
  void answerOfAPutLost_isSuccessWhenPutAgain() throws Exception {
    byte[] content = random(100_000);
    proxy.next(Fault.resetAnswer(30));
    assertClass(FailureClass.TRANSIENT, () -> put(fresh, "ns/a", content));
    put("ns/a", content);
    assertThat(read("ns/a", 0, -1)).isEqualTo(content);
  }

  @Test
  void downloadCutOrReset_isAnIoException() throws Exception {
    put("ns/a", random(2_000_000));
    proxy.next(Fault.cutAnswer(500_000), Fault.resetAnswer(500_000));
    assertThatThrownBy(() -> read(fresh, "ns/a", 0, -1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(fresh, "ns/a", 100, 1_500_000)).isInstanceOf(IOException.class);
  }

  @Test
  void readOfTheRetryingView_readsTheWholeAgain() throws Exception {
    byte[] content = random(300_000);
    put("ns/a", content);
    proxy.next(Fault.cutAnswer(100_000), Fault.resetAnswer(200_000));
    assertThat(fresh.retrying().read("ns/a", 1_000_000)).isEqualTo(content);
  }

  @Test
  void slowStore_isGivenUpAtTheDeadline() throws Exception {
    Map<String, String> impatient = Map.of("call-timeout", "1s", "read-timeout", "700ms");
    try (KameletStore other = Stores.open(camel, settings(bucket, impatient))) {
      proxy.next(Fault.delay(20_000));
      long start = System.nanoTime();
      assertClass(FailureClass.TRANSIENT, () -> other.list("", ""));
      assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(15_000);
    }
  }

  @Test
  void secrets_areInNoEndpointAndNoText() {
    store.list("", "");
    assertThat(camel.getEndpoints().toString()).doesNotContain(MinioServer.SECRET_KEY);
    assertThat(settings().toString())
        .doesNotContain(MinioServer.SECRET_KEY)
        .doesNotContain(MinioServer.ACCESS_KEY);
    assertThat(store.describe()).isEqualTo("s3://" + bucket + "/team/x");
  }

  @Test
  void objectWithTheRightLengthAndWrongBytes_isRefusedByTheStore() throws Exception {
    Path file = java.nio.file.Files.write(scratch.resolve("f"), random(100));
    String other = Receipts.hash(random(100));
    assertClass(FailureClass.TRANSIENT, () -> store.put("ns/a", file, 100, other));
    assertThat(store.head("ns/a")).isEmpty();
  }

  @Test
  void retryingView_doesEverythingTheOtherDoes() throws Exception {
    ObjectStore view = store.retrying();
    view.put("ns/a", new byte[] {1, 2, 3});
    assertThat(view.head("ns/a")).isPresent();
    assertThat(view.read("ns/a", 3)).containsExactly(1, 2, 3);
    assertThat(view.get("ns/a", 1, 1).readAllBytes()).containsExactly(2);
    view.delete("ns/a");
    assertThat(view.head("ns/a")).isEmpty();
    assertClass(FailureClass.NOT_FOUND, () -> view.read("ns/a", 3));
  }
}
