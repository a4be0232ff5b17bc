package io.bactrian.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.work.Progress;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that must be read among far more that need no reading, asked for as a split asks. */
class ParcelQueueTest {
  private static final int CONCURRENCY = 2;
  private static final int FAR = 50;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path spool;
  private final List<Bundle> bundles = new ArrayList<>();
  private Segmenter segmenter;
  private ParcelQueue queue;
  private WorkFeed<Parcel> feed;

  @BeforeEach
  void segmenter() throws IOException {
    segmenter =
        new Segmenter(
            new StreamFile(spool.resolve("STREAM")),
            new Counts(),
            new SourceReport(),
            (number, chunks) -> {
              throw new AssertionError("nothing was stored, so there is no index");
            });
  }

  /** One that must be read, then so many that need no reading. */
  private void plan(int number, int kept) {
    bundles.add(new Bundle(null, bundles.size(), number, List.of()));
    for (int i = 0; i < kept; i++) {
      bundles.add(new Bundle(null, bundles.size(), 0, List.of()));
    }
  }

  private void begin() {
    queue = new ParcelQueue(bundles.iterator(), segmenter, new Progress(), CONCURRENCY);
    feed = new WorkFeed<>(queue, CONCURRENCY);
  }

  private void stored(Parcel parcel) {
    queue.accept((Bundle) parcel);
    feed.done();
  }

  @Test
  void whetherThereIsMore_isToldBeforeTheBundleInHandIsBegun() {
    plan(1, FAR);
    plan(2, FAR);
    begin();
    Parcel first = feed.next();
    assertThat(CompletableFuture.supplyAsync(feed::hasNext)).succeedsWithin(LONG).isEqualTo(true);
    CompletableFuture<Parcel> second = CompletableFuture.supplyAsync(feed::next);
    stored(first);
    assertThat(second).succeedsWithin(LONG).isEqualTo(bundles.get(FAR + 1));
    assertThat(CompletableFuture.supplyAsync(feed::hasNext)).succeedsWithin(LONG).isEqualTo(true);
    CompletableFuture<Parcel> third = CompletableFuture.supplyAsync(feed::next);
    stored(second.join());
    assertThat(third).as("all the rest is stored").succeedsWithin(LONG).isNull();
    assertThat(feed.hasNext()).isFalse();
    assertThat(feed.failures()).isEmpty();
  }

  @Test
  void theNewestWaitsForTheOldest_soThatMemoryIsBounded() {
    plan(1, FAR);
    begin();
    Parcel first = feed.next();
    CompletableFuture<Parcel> next = CompletableFuture.supplyAsync(feed::next);
    assertThat(next).isNotDone();
    stored(first);
    assertThat(next).succeedsWithin(LONG).isNull();
  }

  @Test
  void aRunThatIsGivenUp_waitsForNothing() {
    plan(1, FAR);
    begin();
    feed.next();
    CompletableFuture<Parcel> next =
        CompletableFuture.supplyAsync(() -> feed.hasNext() ? feed.next() : null);
    feed.failed(new IllegalStateException("bundle 1"));
    segmenter.abandon();
    assertThat(next).succeedsWithin(LONG).isNull();
    assertThat(feed.hasNext()).isFalse();
  }
}
