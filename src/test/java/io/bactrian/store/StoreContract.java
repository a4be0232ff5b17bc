package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.Receipt;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do. A store's own test extends this, and says what is special about it. */
abstract class StoreContract extends ListingContract {
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
}
