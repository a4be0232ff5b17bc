package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.restore.Attempts;
import io.bactrian.engine.restore.BackupView;
import io.bactrian.engine.restore.Causes;
import io.bactrian.engine.restore.CheckedRead;
import io.bactrian.engine.restore.ChunkPlan;
import io.bactrian.engine.restore.Fetch;
import io.bactrian.engine.restore.SegmentFiles;
import io.bactrian.engine.restore.SortedPlan;
import io.bactrian.engine.restore.SpoolFetch;
import io.bactrian.engine.work.Progress;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * One look at a backup: {@link #begin}, {@link #segments}, {@link #plan}, {@link #objects}, {@link
 * #finish}, and always {@link #close}. Damage is collected, and never ends the look; a store that
 * does not answer does.
 */
public final class VerifyRun implements AutoCloseable {
  private final VerifyRequest request;
  private final Manifest manifest;
  private final BackupView view;
  private final Attempts attempts;
  private final CheckedRead reads;
  private final List<Damage> damages = Collections.synchronizedList(new ArrayList<>());
  private final Set<Integer> badSegments = Collections.synchronizedSet(new HashSet<>());
  private final LongAdder objectsRead = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private Path spool;
  private SegmentFiles segmentFiles;
  private ChunkPlan plan;
  private SortedPlan sorted;
  private WorkFeed<Fetch> feed;
  private int segmentCount;
  private long entries;
  private Path stream;
  private DamagedFiles files;
  private Map<String, String> absent = Map.of();

  public VerifyRun(VerifyRequest request) {
    this.request = request;
    this.manifest = request.sealed().manifest();
    this.view = BackupView.of(manifest);
    this.attempts = new Attempts(request.attempts());
    this.reads = new CheckedRead(request.once(), view.root(), request.ciphers());
  }

  /** Makes the spool. */
  public void begin() {
    request.progress().phase("preparing");
    try {
      spool = Files.createTempDirectory("bactrian-verify-");
    } catch (IOException e) {
      throw unusable(e);
    }
    segmentFiles = new SegmentFiles(spool, view.format());
    plan = new ChunkPlan(spool);
    files = new DamagedFiles(plan);
  }

  /** STREAM, SHA256SUMS, the kit, and every index segment. */
  public WorkFeed<Fetch> segments() {
    request.progress().phase("reading the index");
    List<Fetch> fetches = new ArrayList<>();
    manifest.files().forEach((name, sum) -> fetches.add(file(fetches.size(), name, sum)));
    for (ObjectRef segment : view.segments()) {
      fetches.add(segment(segmentCount++, segment));
    }
    return feed(fetches.iterator());
  }

  private Fetch file(int number, String name, Manifest.FileSum sum) {
    ObjectRef ref = new ObjectRef(manifest.runId() + "/" + name, sum.size(), sum.sha256(), "-");
    Path copy = spool.resolve("file-" + number);
    return new SpoolFetch(
        name,
        ref,
        reads,
        copy,
        attempts,
        () -> {
          if (name.equals(Layout.STREAM)) {
            stream = copy;
          }
          feed.done();
        },
        cause -> bad(ref, cause));
  }

  private Fetch segment(int number, ObjectRef ref) {
    return new SpoolFetch(
        "segment " + number,
        ref,
        reads,
        segmentFiles.file(number),
        attempts,
        () -> feed.done(),
        cause -> badSegment(number, ref, cause));
  }

  private void badSegment(int number, ObjectRef ref, Throwable cause) {
    badSegments.add(number);
    bad(ref, cause);
  }

  private void bad(ObjectRef ref, Throwable cause) {
    if (isDamage(cause)) {
      damages.add(Damage.of(ref.key(), cause.getMessage()));
      feed.done();
    } else {
      feed.failed(cause);
    }
  }

  static boolean isDamage(Throwable cause) {
    return cause instanceof Failure failure
        && (failure.failureClass() == FailureClass.CORRUPT
            || failure.failureClass() == FailureClass.NOT_FOUND);
  }

  private WorkFeed<Fetch> feed(Iterator<Fetch> fetches) {
    feed = new WorkFeed<>(fetches, request.concurrency());
    return feed;
  }

  /** Throws every cause, other than damage, for which the last feed ended early. */
  public void requireFetched() {
    Causes.requireNone(feed.failures());
  }

  /** Reads the index, compares it with STREAM and the manifest, and looks for every object. */
  public void plan() {
    request.progress().phase("comparing");
    absent = new ConcurrentHashMap<>(new Presence(request.retrying(), view).problems());
    try (IndexLook look = new IndexLook(view, streamCheck(), damages::add)) {
      for (int number = 0; number < segmentCount; number++) {
        readSegment(number, look);
      }
      look.end();
    } catch (IOException e) {
      throw unusable(e);
    }
    request.progress().bytesTotal(shareBytes());
    sorted = plan.sorted();
  }

  private Optional<StreamCheck> streamCheck() throws IOException {
    return stream == null
        ? Optional.empty()
        : Optional.of(new StreamCheck(Files.newInputStream(stream)));
  }

  private void readSegment(int number, IndexLook look) {
    if (badSegments.contains(number)) {
      look.giveUp();
      return;
    }
    try {
      segmentFiles.forEachChunk(
          number,
          (chunk, seed) -> {
            look.accept(chunk);
            plan.add(chunk, seed);
            entries += chunk.contentLength() > 0 ? 0 : chunk.entries().size();
          });
    } catch (Failure e) {
      if (!isDamage(e)) {
        throw e;
      }
      look.giveUp();
      damages.add(Damage.of("index segment " + (number + 1), e.getMessage()));
    }
  }

  private long shareBytes() {
    long bytes = 0;
    for (int position = 0; position < plan.objects().size(); position++) {
      bytes += isRead(position) ? plan.objects().get(position).size() : 0;
    }
    return bytes;
  }

  private boolean isRead(long position) {
    return request.share().map(share -> share.includes(position, request.day())).orElse(false);
  }

  /** The objects of the day's share, each read once; the others are only looked for. */
  public WorkFeed<Fetch> objects() {
    request.progress().phase("reading data");
    return feed(new ObjectChecks(this, sorted));
  }

  /** Null where the object is not read today; its presence is checked in any case. */
  Fetch check(SortedPlan.Wanted wanted, long position) {
    String problem = absent.remove(wanted.object().key());
    if (problem != null) {
      damages.add(files.name(wanted, problem));
      return null;
    }
    return isRead(position) ? new ObjectCheck(this, wanted) : null;
  }

  void checked(ObjectRef object) {
    objectsRead.increment();
    bytesRead.add(object.size());
    request.progress().item();
    feed.done();
  }

  void checkFailed(SortedPlan.Wanted wanted, Throwable cause) {
    if (isDamage(cause)) {
      damages.add(files.name(wanted, cause.getMessage()));
      feed.done();
    } else {
      feed.failed(cause);
    }
  }

  ChunkPlan chunks() {
    return plan;
  }

  CheckedRead reads() {
    return reads;
  }

  Attempts attempts() {
    return attempts;
  }

  BackupView view() {
    return view;
  }

  Progress progress() {
    return request.progress();
  }

  /** What was found. */
  public VerifyOutcome finish() {
    List<Damage> found = new ArrayList<>(damages);
    absent.forEach((key, problem) -> found.add(Damage.of(key, problem)));
    found.sort(Comparator.comparing(Damage::object));
    return new VerifyOutcome(
        view.runId(),
        request.sealed().authentic(),
        manifest.objects().size(),
        objectsRead.sum(),
        bytesRead.sum(),
        entries,
        attempts.sum(),
        found);
  }

  private static Failure unusable(IOException e) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the spool cannot be written: " + e.getMessage(),
        "free some space in the directory for temporary files",
        e);
  }

  @Override
  public void close() {
    try {
      if (sorted != null) {
        sorted.close();
      }
      if (plan != null) {
        plan.close();
      }
      if (spool != null) {
        remove(spool);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
