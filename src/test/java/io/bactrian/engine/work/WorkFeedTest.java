package io.bactrian.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkFeedTest {
  @Test
  void hasNext_neverWaitsForAFreePlace() {
    WorkFeed<String> feed = new WorkFeed<>(List.of("a", "b").iterator(), 1);
    assertThat(feed.next()).isEqualTo("a");
    assertThat(feed.hasNext()).isTrue();
  }

  @Test
  void next_waitsUntilSomethingEnds() {
    WorkFeed<String> feed = new WorkFeed<>(List.of("a", "b").iterator(), 1);
    feed.next();
    CompletableFuture<String> second = CompletableFuture.supplyAsync(feed::next);
    assertThat(second).isNotDone();
    feed.done();
    assertThat(second).succeedsWithin(java.time.Duration.ofSeconds(5)).isEqualTo("b");
  }

  @Test
  void hasNext_onceFalse_pullsNothingMore() {
    List<String> late = new ArrayList<>();
    Iterator<String> source =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return !late.isEmpty();
          }

          @Override
          public String next() {
            return late.remove(0);
          }
        };
    WorkFeed<String> feed = new WorkFeed<>(source, 1);
    assertThat(feed.hasNext()).isFalse();
    late.add("piece");
    assertThat(feed.hasNext()).isFalse();
    assertThat(late).containsExactly("piece");
  }

  @Test
  void failed_handsOutNothingMore_andTellsEveryCauseOnceAllHaveEnded() {
    WorkFeed<String> feed = new WorkFeed<>(List.of("a", "b", "c").iterator(), 2);
    feed.next();
    feed.next();
    feed.failed(new IllegalStateException("first"));
    assertThat(feed.hasNext()).isFalse();
    CompletableFuture<List<Throwable>> causes = CompletableFuture.supplyAsync(feed::failures);
    assertThat(causes).isNotDone();
    feed.failed(new IllegalStateException("second"));
    await().until(causes::isDone);
    assertThat(causes.join()).extracting(Throwable::getMessage).containsExactly("first", "second");
  }

  @Test
  void failureOfTheSource_endsTheFeed() {
    AtomicInteger asked = new AtomicInteger();
    Iterator<String> broken =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            asked.incrementAndGet();
            throw new IllegalStateException("source");
          }

          @Override
          public String next() {
            throw new AssertionError();
          }
        };
    WorkFeed<String> feed = new WorkFeed<>(broken, 3);
    assertThat(feed.hasNext()).isFalse();
    assertThat(feed.hasNext()).isFalse();
    assertThat(asked).hasValue(1);
    assertThat(feed.failures()).hasSize(1);
  }
}
