package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.read.CheckedRead;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.FetchFeed;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;

/**
 * One restore, from the first look at the target to the swap. The calls, in this order: {@link
 * #begin}, {@link #segments}, {@link #plan}, {@link #objects}, {@link #finish}, and always {@link
 * #close}; {@link #settle} once the end is told. Until finish() the target holds what it held, and
 * a hidden staging directory; a failure before that leaves nothing. Holds little: plans and indexes
 * lie in staging.
 */
public final class RestoreRun implements AutoCloseable {
  private final RestoreRequest request;
  private final Counters counters;
  private final FetchFeed feed;
  private Selection selection;
  private MetadataPass metadata;
  private TargetDirectory target;
  private Staging staging;
  private Swap swap;
  private RestoreOutcome resumed;
  private IndexPass index;
  private ObjectPass objects;

  public RestoreRun(RestoreRequest request) {
    this.request = request;
    this.counters = new Counters(request.attempts());
    CheckedRead reads =
        new CheckedRead(request.store(), request.backup().root(), request.ciphers());
    this.feed = new FetchFeed(reads, counters.attempts, request.concurrency());
  }

  /**
   * Finishes or clears away what a killed restore left, refuses what cannot be done, makes staging.
   * Nothing is fetched.
   */
  public void begin() {
    request.progress().phase("preparing");
    String name = Staging.PREFIX + request.backup().runId();
    selection = new Selection(request.paths(), name);
    target = TargetDirectory.make(request.target());
    if (request.overwrite() == Overwrite.REPLACE) {
      TargetCheck.requireReplaceable(target.path(), Mounts.below(target.path()));
    }
    metadata = new MetadataPass(isRoot(), counters.notApplied);
    Optional<Recovery.Finished> finished = new Recovery(request, target.path(), metadata).run();
    if (finished.isPresent()) {
      resumed = finished.get().outcome();
      swap = finished.get().swap();
      return;
    }
    if (request.overwrite() == Overwrite.NEVER) {
      TargetCheck.requireEmpty(target.path());
    }
    staging = Staging.create(target.path(), request.backup().runId());
    index = new IndexPass(request, counters, feed, staging.work());
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** The index segments to bring in. */
  public WorkFeed<Fetch> segments() {
    request.progress().phase("reading the index");
    return feed.handOut(resumed == null ? index.fetches() : Collections.emptyIterator());
  }

  /**
   * Ends the restore soon, with the target as it was: what is in flight ends, nothing new is
   * fetched. From any thread, at any time; a swap under way goes on.
   */
  public void cancel() {
    feed.stop(
        Failure.of(
            FailureClass.INTERRUPTED, "interrupted", "run the same restore again: it begins anew"));
  }

  /** Throws every cause for which the last feed ended early. */
  public void requireFetched() {
    feed.requireFetched();
  }

  /** Reads the index and refuses what it asks of the target, before any data is fetched. */
  public void plan() {
    if (resumed != null) {
      return;
    }
    request.progress().phase("planning");
    index.find(selection);
    ChunkPlan plan = new ChunkPlan(staging.work());
    objects =
        new ObjectPass(
            request,
            counters,
            feed,
            plan,
            () -> new FilePlacer(staging.tree(), selection, metadata, counters));
    long bytes = index.plan(staging, target.path(), selection, plan);
    TargetCheck.requireSpace(target.path(), bytes);
    objects.sort();
  }

  /** The objects to fetch, each once. */
  public WorkFeed<Fetch> objects() {
    if (resumed != null) {
      return feed.handOut(Collections.emptyIterator());
    }
    request.progress().phase("restoring");
    return feed.handOut(objects.fetches());
  }

  /** Completes staging and swaps it in. A mark that says so stays until {@link #settle}. */
  public RestoreOutcome finish() {
    if (resumed != null) {
      return resumed;
    }
    request.progress().phase("completing");
    new LatePass(staging, selection, metadata, counters).run();
    if (request.overwrite() == Overwrite.NEVER) {
      TargetCheck.requireEmpty(target.path());
    } else {
      makeDurable();
    }
    request.progress().phase("swapping");
    Swap beginning = new Swap(staging, journal(), metadata);
    beginning.begin();
    swap = beginning;
    return swap.run();
  }

  /**
   * Takes away the mark by which a later process of the same owner, or the same command, knows that
   * all was done. Called once the end is told where it cannot be lost; without it the next restore
   * into this target takes the mark away. Nothing else is left to do, so a failure of this one is
   * none of the restore. After {@link #close}, and only once.
   */
  public void settle() {
    if (swap != null) {
      swap.settle();
    }
  }

  private void makeDurable() {
    try {
      Durability.sync(staging.tree());
    } catch (IOException e) {
      throw TargetFailures.of(staging.tree(), e);
    }
  }

  private Journal journal() {
    return new Journal(
        Journal.Phase.SWAPPING,
        request.owner(),
        request.backup().runId(),
        request.overwrite(),
        request.paths(),
        counters.outcome(request.backup().runId(), target.path().toString()));
  }

  /** Lets go of everything; without a swap the target is as it was. */
  @Override
  public void close() {
    try {
      if (objects != null) {
        objects.close();
      }
      if (staging != null) {
        if (swap == null) {
          staging.delete();
        }
        staging.close();
      }
      if (target != null && swap == null) {
        target.undo();
      }
    } catch (IOException e) {
      throw TargetFailures.of(request.target(), e);
    }
  }
}
