package io.bactrian.engine.repo;

import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * What a name holds and no committed run needs: the objects of runs that died or are half deleted.
 * Memory is bounded as a deletion's is.
 */
public final class Debt {
  private final ObjectStore store;
  private final Layout layout;
  private final Runs runs;

  public Debt(ObjectStore store, Layout layout, ManifestTrust trust) {
    this.store = store;
    this.layout = layout;
    this.runs = new Runs(store, layout, trust);
  }

  /** Their bytes. Whatever the store or an unreadable manifest throws. */
  public long bytes() {
    Survey survey = Survey.of(runs);
    TreeSet<RunId> unneeded = new TreeSet<>(survey.dead());
    unneeded.addAll(survey.marked());
    long bytes = 0;
    for (RunId run : unneeded) {
      bytes += bytes(run, survey);
    }
    return bytes;
  }

  private long bytes(RunId run, Survey survey) {
    long bytes = 0;
    Iterator<Receipt> listing = store.listAll(layout.runDir(run)).iterator();
    while (listing.hasNext()) {
      Candidates batch = Candidates.take(layout, runs, listing, Candidates.MOST);
      batch.strikeOutNamedBy(survey.committed(), false);
      bytes += batch.bytes();
    }
    return bytes;
  }
}
