package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;

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
  private final CheckedRead reads;
  private Selection selection;
  private MetadataPass metadata;
  private Path target;
  private boolean createdTarget;
  private Staging staging;
  private Swap swap;
  private RestoreOutcome resumed;
  private SegmentFiles segmentFiles;
  private int segmentCount;
  private ChunkPlan plan;
  private SortedPlan sorted;
  private Workbenches benches;
  private volatile WorkFeed<Fetch> feed;
  private volatile boolean cancelled;

  public RestoreRun(RestoreRequest request) {
    this.request = request;
    this.counters = new Counters(request.attempts());
    this.reads = new CheckedRead(request.store(), request.backup().root(), request.ciphers());
  }

  /**
   * Finishes or clears away what a killed restore left, refuses what cannot be done, makes staging.
   * Nothing is fetched.
   */
  public void begin() {
    request.progress().phase("preparing");
    String name = Staging.PREFIX + request.backup().runId();
    selection = new Selection(request.paths(), name);
    TargetCheck.requireUsable(request.target());
    makeTarget();
    if (request.overwrite() == Overwrite.REPLACE) {
      TargetCheck.requireReplaceable(target, Mounts.below(target));
    }
    metadata = new MetadataPass(isRoot(), counters.notApplied);
    Optional<Recovery.Finished> finished = new Recovery(request, target, metadata).run();
    if (finished.isPresent()) {
      resumed = finished.get().outcome();
      swap = finished.get().swap();
      return;
    }
    if (request.overwrite() == Overwrite.NEVER) {
      TargetCheck.requireEmpty(target);
    }
    staging = Staging.create(target, request.backup().runId());
    segmentFiles = new SegmentFiles(staging.work(), request.backup().format());
  }

  private void makeTarget() {
    try {
      if (!Files.exists(request.target())) {
        Files.createDirectory(request.target());
        createdTarget = true;
      }
      target = request.target().toRealPath();
    } catch (IOException e) {
      throw TargetFailures.of(request.target(), e);
    }
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
    return feed(resumed == null ? segmentFetches() : Collections.emptyIterator());
  }

  private Iterator<Fetch> segmentFetches() {
    Iterator<ObjectRef> refs = request.backup().segments().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return refs.hasNext();
      }

      @Override
      public Fetch next() {
        return segmentFetch(segmentCount++, refs.next());
      }
    };
  }

  private Fetch segmentFetch(int number, ObjectRef segment) {
    return new SpoolFetch(
        "segment " + number,
        segment,
        reads,
        segmentFiles.file(number),
        counters.attempts,
        () -> {
          counters.bytesFetched.add(segment.size());
          feed.done();
        },
        cause -> feed.failed(cause));
  }

  private WorkFeed<Fetch> feed(Iterator<Fetch> fetches) {
    WorkFeed<Fetch> next = new WorkFeed<>(fetches, request.concurrency());
    feed = next;
    if (cancelled) {
      next.stop(interrupted());
    }
    return next;
  }

  /**
   * Ends the restore soon, with the target as it was: what is in flight ends, nothing new is
   * fetched. From any thread, at any time; a swap under way goes on.
   */
  public void cancel() {
    cancelled = true;
    WorkFeed<Fetch> handing = feed;
    if (handing != null) {
      handing.stop(interrupted());
    }
  }

  private static Failure interrupted() {
    return Failure.of(
        FailureClass.INTERRUPTED, "interrupted", "run the same restore again: it begins anew");
  }

  /** Throws every cause for which the last feed ended early. */
  public void requireFetched() {
    Causes.requireNone(feed.failures());
  }

  /** Reads the index and refuses what it asks of the target, before any data is fetched. */
  public void plan() {
    if (resumed != null) {
      return;
    }
    request.progress().phase("planning");
    if (!selection.isEverything()) {
      findPaths();
    }
    plan = new ChunkPlan(staging.work());
    Planner planner = readIndex();
    TargetCheck.requireSpace(target, planner.bytes());
    sorted = plan.sorted();
    benches =
        new Workbenches(
            request.backup().format(),
            () -> new FilePlacer(staging.tree(), selection, metadata, counters));
    request.progress().bytesTotal(plan.objects().stream().mapToLong(ObjectRef::size).sum());
  }

  /** Paths that match nothing are refused, and links whose files are not wanted are noted. */
  private void findPaths() {
    segmentNumbers()
        .forEach(
            number ->
                segmentFiles.forEachChunk(
                    number, (chunk, seed) -> chunk.entries().forEach(e -> note(e.entry()))));
    selection.requireAllFound();
  }

  private void note(Entry entry) {
    if (entry.type() == EntryType.HARDLINK) {
      selection.note(entry);
    } else {
      selection.wish(entry);
    }
  }

  private IntStream segmentNumbers() {
    return IntStream.range(0, segmentCount);
  }

  private Planner readIndex() {
    IndexCheck check = new IndexCheck(request.backup().objects());
    Optional<TargetCheck> merge =
        request.overwrite() == Overwrite.MERGE
            ? Optional.of(new TargetCheck(target, Mounts.below(target)))
            : Optional.empty();
    try (LateFile late = new LateFile(staging.work())) {
      Planner planner = new Planner(staging.tree(), selection, plan, late, check, merge);
      segmentNumbers().forEach(number -> segmentFiles.forEachChunk(number, planner::accept));
      check.requireEnd(request.backup().entries(), request.backup().rawBytes());
      return planner;
    } catch (IOException e) {
      throw TargetFailures.of(staging.work(), e);
    }
  }

  /** The objects to fetch, each once. */
  public WorkFeed<Fetch> objects() {
    if (resumed != null) {
      return feed(Collections.emptyIterator());
    }
    request.progress().phase("restoring");
    return feed(new ObjectFetches());
  }

  private final class ObjectFetches implements Iterator<Fetch> {
    @Override
    public boolean hasNext() {
      return sorted.hasNext();
    }

    @Override
    public Fetch next() {
      return new ObjectFetch(
          sorted.next(), plan, reads, benches, counters, request.progress(), () -> feed);
    }
  }

  /** Completes staging and swaps it in. A mark that says so stays until {@link #settle}. */
  public RestoreOutcome finish() {
    if (resumed != null) {
      return resumed;
    }
    request.progress().phase("completing");
    new LatePass(staging, selection, metadata, counters).run();
    if (request.overwrite() == Overwrite.NEVER) {
      TargetCheck.requireEmpty(target);
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
        counters.outcome(request.backup().runId(), target.toString()));
  }

  /** Lets go of everything; without a swap the target is as it was. */
  @Override
  public void close() {
    try {
      release();
      if (staging != null) {
        if (swap == null) {
          staging.delete();
        }
        staging.close();
      }
      if (createdTarget && swap == null) {
        Files.deleteIfExists(target);
      }
    } catch (IOException e) {
      throw TargetFailures.of(request.target(), e);
    }
  }

  private void release() throws IOException {
    if (benches != null) {
      benches.close();
    }
    if (sorted != null) {
      sorted.close();
    }
    if (plan != null) {
      plan.close();
    }
  }
}
