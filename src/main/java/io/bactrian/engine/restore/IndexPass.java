package io.bactrian.engine.restore;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.FetchFeed;
import io.bactrian.engine.read.IndexCheck;
import io.bactrian.engine.read.SegmentFiles;
import io.bactrian.engine.read.SpoolFetch;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * The index of a backup on its way to a plan: its segments are fetched into staging, all of them,
 * then read in tar order.
 */
final class IndexPass {
  private final RestoreRequest request;
  private final Counters counters;
  private final FetchFeed feed;
  private final SegmentFiles files;
  private int segments;

  IndexPass(RestoreRequest request, Counters counters, FetchFeed feed, Path work) {
    this.request = request;
    this.counters = counters;
    this.feed = feed;
    this.files = new SegmentFiles(work, request.backup().format());
  }

  /** Every segment, to be fetched; asked once. */
  Iterator<Fetch> fetches() {
    Iterator<ObjectRef> refs = request.backup().segments().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return refs.hasNext();
      }

      @Override
      public Fetch next() {
        return fetch(segments++, refs.next());
      }
    };
  }

  private Fetch fetch(int number, ObjectRef segment) {
    return new SpoolFetch(
        "segment " + number,
        segment,
        feed,
        files.file(number),
        () -> {
          counters.bytesFetched.add(segment.size());
          feed.done();
        },
        feed::failed);
  }

  /** USAGE where a path matches nothing; links whose files are not wanted are noted. */
  void find(Selection selection) {
    if (!selection.isEverything()) {
      forEachChunk((chunk, seed) -> chunk.entries().forEach(e -> note(selection, e.entry())));
      selection.requireAllFound();
    }
  }

  private static void note(Selection selection, Entry entry) {
    if (entry.type() == EntryType.HARDLINK) {
      selection.note(entry);
    } else {
      selection.wish(entry);
    }
  }

  /**
   * Makes the directories, notes what comes late, fills the plan.
   *
   * @return bytes of content that the target needs room for
   */
  long plan(Staging staging, Path target, Selection selection, ChunkPlan plan) {
    IndexCheck check = new IndexCheck(request.backup().objects());
    Optional<TargetCheck> merge =
        request.overwrite() == Overwrite.MERGE
            ? Optional.of(new TargetCheck(target, Mounts.below(target)))
            : Optional.empty();
    try (LateFile late = new LateFile(staging.work())) {
      Planner planner = new Planner(staging.tree(), selection, plan, late, check, merge);
      forEachChunk(planner::accept);
      check.requireEnd(request.backup().entries(), request.backup().rawBytes());
      return planner.bytes();
    } catch (IOException e) {
      throw TargetFailures.of(staging.work(), e);
    }
  }

  private void forEachChunk(SegmentFiles.Consumer consumer) {
    for (int number = 0; number < segments; number++) {
      files.forEachChunk(number, consumer);
    }
  }
}
