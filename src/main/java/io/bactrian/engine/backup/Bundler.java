package io.bactrian.engine.backup;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Groups planned chunks into bundles. Iterated by one thread; holds one bundle. */
final class Bundler implements Iterator<Bundle> {
  private static final int MOST_ENTRIES = 8_192;
  private static final int MOST_CHUNKS = 1_024;

  private final BackupRun run;
  private final Iterator<PlannedChunk> plan;
  private final long bundleSize;
  private long order;
  private int number;
  private PlannedChunk carried;

  Bundler(BackupRun run, Iterator<PlannedChunk> plan, long bundleSize) {
    this.run = run;
    this.plan = plan;
    this.bundleSize = bundleSize;
  }

  @Override
  public boolean hasNext() {
    return carried != null || plan.hasNext();
  }

  @Override
  public Bundle next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<PlannedChunk> chunks = new ArrayList<>();
    long bytes = 0;
    int entries = 0;
    while (hasNext()) {
      PlannedChunk chunk = carried != null ? carried : plan.next();
      carried = null;
      long cost = chunk.mustBeRead() ? chunk.rawLength() : 0;
      entries += chunk.entries().size();
      boolean full =
          bytes + cost > bundleSize || entries > MOST_ENTRIES || chunks.size() == MOST_CHUNKS;
      if (!chunks.isEmpty() && full) {
        carried = chunk;
        break;
      }
      bytes += cost;
      chunks.add(chunk);
    }
    boolean read = chunks.stream().anyMatch(PlannedChunk::mustBeRead);
    return new Bundle(run, order++, read ? ++number : 0, chunks);
  }
}
