package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import io.bactrian.testing.StoreCamel;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do. A store's own test extends this, and says what is special about it. */
abstract class StoreContract {
  @TempDir Path scratch;
  protected CamelContext camel;
  protected KameletStore store;

  /** Of a repository that is there and empty. */
  protected abstract RepositorySettings settings() throws Exception;

  /** Of a repository whose bucket or directory is not there. */
  protected abstract RepositorySettings missing();

  /** Whether put and head report a checksum. */
  protected abstract boolean reportsChecksum();

  /** Puts an object past Bactrian, prefix and all left to the caller. */
  protected abstract void putByHand(String key, byte[] content) throws Exception;

  @BeforeEach
  void open() throws Exception {
    camel = StoreCamel.start();
    store = Stores.open(camel, settings());
  }

  @AfterEach
  void close() {
    store.close();
    camel.stop();
  }

  @Test
  void put_newKey_givesTheStoresOwnReceipt() throws Exception {
    byte[] content = random(5 * 1024 * 1024 + 17);
    Receipt receipt = put("ns/db/run/data/1", content);
    assertThat(receipt.length()).isEqualTo(content.length);
    assertThat(receipt.sha256().isPresent()).isEqualTo(reportsChecksum());
    receipt.sha256().ifPresent(sum -> assertThat(sum).isEqualTo(Receipts.hash(content)));
    assertThat(store.head("ns/db/run/data/1")).contains(receipt);
    assertThat(read("ns/db/run/data/1", 0, -1)).isEqualTo(content);
  }

  @Test
  void put_lateDuplicate_isSuccessAndChangesNothing() throws Exception {
    byte[] content = random(1000);
    Receipt first = put("ns/a", content);
    Receipt second = put("ns/a", content);
    assertThat(second.length()).isEqualTo(first.length());
    assertThat(read("ns/a", 0, -1)).isEqualTo(content);
  }

  @Test
  void put_otherBytesOfTheSameLength_isConflictAndKeepsTheFirst() throws Exception {
    byte[] first = random(1000);
    put("ns/a", first);
    assertClass(FailureClass.CONFLICT, () -> put("ns/a", random(1000)));
    assertClass(FailureClass.CONFLICT, () -> store.put("ns/a", random(7)));
    assertThat(read("ns/a", 0, -1)).isEqualTo(first);
  }

  @Test
  void put_eightWritersOfOneKey_exactlyOneCreates() throws Exception {
    List<byte[]> contents = IntStream.range(0, 8).mapToObj(i -> random(20_000 + i)).toList();
    List<Object> outcomes = inParallel(contents, content -> outcome(() -> put("ns/one", content)));
    assertThat(outcomes).filteredOn(Receipt.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(FailureClass.CONFLICT::equals).hasSize(7);
    Receipt winner = (Receipt) outcomes.stream().filter(Receipt.class::isInstance).findAny().get();
    assertThat(read("ns/one", 0, -1)).isEqualTo(contents.get((int) winner.length() - 20_000));
  }

  @Test
  void put_smallContentAndNothing_comeBack() throws Exception {
    store.put("ns/small", "{}".getBytes(StandardCharsets.UTF_8));
    store.put("ns/empty", new byte[0]);
    assertThat(store.read("ns/small", 10)).asString().isEqualTo("{}");
    assertThat(store.read("ns/empty", 10)).isEmpty();
    assertThat(store.head("ns/empty").get().length()).isZero();
  }

  @Test
  void get_ranges_giveExactlyThose() throws Exception {
    byte[] content = random(100_000);
    put("ns/a", content);
    assertThat(read("ns/a", 10, 5)).isEqualTo(java.util.Arrays.copyOfRange(content, 10, 15));
    assertThat(read("ns/a", 99_990, -1))
        .isEqualTo(java.util.Arrays.copyOfRange(content, 99_990, 100_000));
    assertThat(read("ns/a", 0, 1)).isEqualTo(java.util.Arrays.copyOfRange(content, 0, 1));
    assertThat(read("ns/a", 50, 0)).isEmpty();
  }

  @Test
  void get_rangePastTheEnd_neverEndsSilently() throws Exception {
    put("ns/a", random(100));
    assertThatThrownBy(() -> read("ns/a", 90, 20)).isInstanceOf(java.io.IOException.class);
    assertThatThrownBy(() -> read("ns/a", 200, 20))
        .isInstanceOfAny(java.io.IOException.class, Failure.class);
  }

  @Test
  void get_closedBeforeItsEnd_leavesTheStoreUsable() throws Exception {
    put("ns/a", random(3_000_000));
    for (int i = 0; i < 70; i++) {
      try (InputStream in = store.get("ns/a", 0, -1)) {
        assertThat(in.read()).isNotNegative();
      }
    }
    assertThat(store.head("ns/a")).isPresent();
  }

  @Test
  void missingObject_isNotFoundEmptyOrNothing() {
    assertClass(FailureClass.NOT_FOUND, () -> store.get("ns/none", 0, -1));
    assertThat(store.head("ns/none")).isEmpty();
    store.delete("ns/none");
    assertThat(store.list("ns/", "").objects()).isEmpty();
  }

  @Test
  void delete_thenHead_isEmptyAndTheKeyIsFreeAgain() throws Exception {
    put("ns/run/data/a", random(10));
    store.delete("ns/run/data/a");
    assertThat(store.head("ns/run/data/a")).isEmpty();
    put("ns/run/data/a", random(11));
    assertThat(store.head("ns/run/data/a").get().length()).isEqualTo(11);
  }

  @Test
  void read_largerThanAllowed_isCorrupt() throws Exception {
    put("ns/a", random(100));
    assertClass(FailureClass.CORRUPT, () -> store.read("ns/a", 99));
  }

  @Test
  void list_isInByteOrderAndKnowsPrefixes() throws Exception {
    List<String> keys =
        List.of("n/a-b", "n/a.b", "n/a/x", "n/a/y/z", "n/a0", "n/a=", "n/aa", "n/b", "n2/a");
    for (String key : keys) {
      store.put(key, key.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(keys(store, "")).containsExactlyElementsOf(keys.stream().sorted().toList());
    assertThat(keys(store, "n/a/")).containsExactly("n/a/x", "n/a/y/z");
    assertThat(keys(store, "n/a")).hasSize(7);
    assertThat(keys(store, "n")).hasSize(9);
    assertThat(keys(store, "q/")).isEmpty();
    Page after = store.list("n/", "n/a/x");
    assertThat(after.objects())
        .extracting(Receipt::key)
        .containsExactly("n/a/y/z", "n/a0", "n/a=", "n/aa", "n/b");
    assertThat(after.objects()).allSatisfy(r -> assertThat(r.length()).isEqualTo(r.key().length()));
    assertThat(store.list("n/", "n/a-zzz").objects().get(0).key()).isEqualTo("n/a.b");
  }

  @Test
  void moreKeysThanAPage_areListedAndDeletedPageByPage() throws Exception {
    listedAndDeleted(1_050);
  }

  @Test
  @Tag("soak")
  void fiveThousandKeys_areListedAndDeletedPageByPage() throws Exception {
    listedAndDeleted(5_000);
  }

  private void listedAndDeleted(int count) throws Exception {
    List<String> keys =
        IntStream.range(0, count)
            .mapToObj(i -> String.format("ns/db/run/data/%06d-x.tar", i))
            .toList();
    inParallel(keys, key -> store.put(key, new byte[] {1}));
    Page first = store.list("ns/db/", "");
    assertThat(first.objects()).hasSizeBetween(1, 1000);
    assertThat(first.last()).isFalse();
    assertThat(keys(store, "ns/db/")).containsExactlyElementsOf(keys);
    for (Page page = first; ; page = store.list("ns/db/", "")) {
      inParallel(
          page.objects(),
          object -> {
            store.delete(object.key());
            return null;
          });
      if (page.last()) {
        break;
      }
    }
    assertThat(keys(store, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/.b",
        "a b",
        "a'b",
        "a\"b",
        "a)b",
        "a\nb",
        "${bean:type:io.bactrian.store.Tripwire?method=trip}",
        "a/${sys.user.home}",
        "{{x}}",
        "é"
      })
  void keyThatIsNotPlain_isRefusedBeforeAnyEndpoint(String key) throws Exception {
    int routes = camel.getRoutes().size();
    Path file = Files.write(scratch.resolve("f"), new byte[1]);
    String sum = Receipts.hash(new byte[1]);
    assertClass(FailureClass.USAGE, () -> store.put(key, file, 1, sum));
    assertClass(FailureClass.USAGE, () -> store.put(key, new byte[1]));
    assertClass(FailureClass.USAGE, () -> store.get(key, 0, -1));
    assertClass(FailureClass.USAGE, () -> store.head(key));
    assertClass(FailureClass.USAGE, () -> store.delete(key));
    if (!key.isEmpty()) {
      assertClass(FailureClass.USAGE, () -> store.list("", key));
      assertClass(FailureClass.USAGE, () -> store.retrying().list("", key));
    }
    assertThat(camel.getRoutes()).as("no instance was made").hasSize(routes);
    assertThat(Tripwire.TRIPPED).hasValue(0);
  }

  @Test
  void keysOfSomebodyElse_areHarmlessAndHideNothing() throws Exception {
    String trip = "ns/${bean:type:io.bactrian.store.Tripwire?method=trip}";
    for (String key : List.of(trip, "ns/'m'", "ns/a b)", "ns/é", "ns/~last", "ns/{{x}}")) {
      putByHand(key, new byte[3]);
    }
    store.put("ns/m", new byte[1]);
    assertThat(keys(store, "")).containsExactly("ns/m");
    assertThat(keys(store.retrying(), "ns/")).containsExactly("ns/m");
    store.delete("ns/m");
    assertThat(store.list("", "")).isEqualTo(new Page(List.of(), true));
    assertThat(Tripwire.TRIPPED).hasValue(0);
  }

  @Test
  void aPageOfForeignKeys_isSkipped() throws Exception {
    foreignKeysAreSkipped(1_010);
  }

  @Test
  @Tag("soak")
  void pagesOfForeignKeys_areSkipped() throws Exception {
    foreignKeysAreSkipped(5_100);
  }

  private void foreignKeysAreSkipped(int count) throws Exception {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    inParallel(
        numbers,
        i -> {
          putByHand("ns/ " + i, new byte[0]);
          return null;
        });
    store.put("ns/z", new byte[1]);
    assertThat(keys(store, "")).containsExactly("ns/z");
  }

  @Test
  void missingRepository_isNoSuchBucket() {
    try (KameletStore none = Stores.open(camel, missing())) {
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> none.list("", ""));
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> none.get("a", 0, -1));
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> none.head("a"));
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> none.put("a", new byte[1]));
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> none.delete("a"));
    }
  }

  @Test
  void close_leavesNoRouteEndpointOrClient() throws Exception {
    int routes = camel.getRoutes().size();
    int endpoints = camel.getEndpoints().size();
    RepositorySettings settings = settings();
    for (int i = 0; i < 3; i++) {
      try (KameletStore again = Stores.open(camel, settings)) {
        assertThat(again.list("", "").last()).isTrue();
      }
    }
    assertThat(camel.getRoutes()).hasSize(routes);
    assertThat(camel.getEndpoints()).hasSizeLessThanOrEqualTo(endpoints);
    assertThat(camel.getRegistry().findByType(software.amazon.awssdk.core.SdkClient.class))
        .isEmpty();
  }

  protected Receipt put(String key, byte[] content) throws Exception {
    return put(store, key, content);
  }

  protected Receipt put(ObjectStore target, String key, byte[] content) throws Exception {
    Path file = Files.createTempFile(scratch, "put", "");
    Files.write(file, content);
    return target.put(key, file, content.length, Receipts.hash(content));
  }

  protected byte[] read(String key, long offset, long length) throws Exception {
    return read(store, key, offset, length);
  }

  protected static byte[] read(ObjectStore from, String key, long offset, long length)
      throws Exception {
    try (InputStream in = from.get(key, offset, length)) {
      return in.readAllBytes();
    }
  }

  protected static List<String> keys(ObjectStore store, String prefix) {
    return StreamSupport.stream(store.listAll(prefix).spliterator(), false)
        .map(Receipt::key)
        .toList();
  }

  protected static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random().nextBytes(bytes);
    return bytes;
  }

  protected static void assertClass(FailureClass expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.failureClass()).as(failure.getMessage()).isEqualTo(expected));
  }

  private static Object outcome(Callable<?> call) throws Exception {
    try {
      return call.call();
    } catch (Failure failure) {
      return failure.failureClass();
    }
  }

  /** One call for each item, eight at a time. */
  protected interface Work<T> {
    Object on(T item) throws Exception;
  }

  protected static <T> List<Object> inParallel(List<T> items, Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(threads.submit(() -> work.on(item)));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
