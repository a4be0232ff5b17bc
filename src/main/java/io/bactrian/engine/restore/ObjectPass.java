package io.bactrian.engine.restore;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.FetchFeed;
import io.bactrian.engine.read.SortedPlan;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Supplier;

/** The objects that a restore needs, each fetched once, its chunks put where they belong. */
final class ObjectPass implements AutoCloseable {
  private final RestoreRequest request;
  private final Counters counters;
  private final FetchFeed feed;
  private final ChunkPlan plan;
  private final Workbenches benches;
  private SortedPlan sorted;

  /**
   * @param placers what puts contents into staging, one for each worker
   */
  ObjectPass(
      RestoreRequest request,
      Counters counters,
      FetchFeed feed,
      ChunkPlan plan,
      Supplier<FilePlacer> placers) {
    this.request = request;
    this.counters = counters;
    this.feed = feed;
    this.plan = plan;
    this.benches = new Workbenches(request.backup().format(), placers);
  }

  /** The plan is complete. */
  void sort() {
    sorted = plan.sorted();
    request.progress().bytesTotal(plan.objects().stream().mapToLong(ObjectRef::size).sum());
  }

  /** Every object, to be fetched; after {@link #sort}, and once. */
  Iterator<Fetch> fetches() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sorted.hasNext();
      }

      @Override
      public Fetch next() {
        return new ObjectFetch(sorted.next(), plan, benches, counters, request.progress(), feed);
      }
    };
  }

  @Override
  public void close() throws IOException {
    benches.close();
    if (sorted != null) {
      sorted.close();
    }
    plan.close();
  }
}
