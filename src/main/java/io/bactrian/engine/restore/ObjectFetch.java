package io.bactrian.engine.restore;

import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.FetchFeed;
import io.bactrian.engine.read.SortedPlan;
import io.bactrian.engine.work.Progress;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one object once and puts what is wanted of it into staging. What an attempt wrote before it
 * failed is written again by the next one; nothing leaves staging before every object was true.
 */
final class ObjectFetch extends Fetch {
  private final SortedPlan.Wanted wanted;
  private final ChunkPlan plan;
  private final Workbenches benches;
  private final Counters counters;
  private final Progress progress;
  private final FetchFeed feed;
  private long advanced;

  ObjectFetch(
      SortedPlan.Wanted wanted,
      ChunkPlan plan,
      Workbenches benches,
      Counters counters,
      Progress progress,
      FetchFeed feed) {
    super("object " + (wanted.number() + 1), wanted.object(), feed.attempts());
    this.wanted = wanted;
    this.plan = plan;
    this.benches = benches;
    this.counters = counters;
    this.progress = progress;
    this.feed = feed;
  }

  @Override
  protected void tryOnce() {
    progress.advance(-advanced);
    advanced = 0;
    try (Workbenches.Bench bench = benches.take(isRepeated())) {
      feed.reads().read(object(), plain -> place(plain, bench));
    }
  }

  private void place(InputStream plain, Workbenches.Bench bench) throws IOException {
    bench.reader().readAll(plain, plan, wanted, bench.placer(), this::advance);
    bench.placer().closeLarge();
  }

  private void advance(long bytes) {
    advanced += bytes;
    progress.advance(bytes);
  }

  @Override
  public void fetched() {
    advance(object().size() - advanced);
    progress.item();
    counters.objects.increment();
    counters.bytesFetched.add(object().size());
    feed.done();
  }

  @Override
  protected void givenUp(Throwable cause) {
    feed.failed(cause);
  }
}
