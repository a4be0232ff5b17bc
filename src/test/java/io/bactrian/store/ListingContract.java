package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store must do when it is asked what it holds. */
abstract class ListingContract extends StoreRig {
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
}
