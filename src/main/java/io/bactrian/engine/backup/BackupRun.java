package io.bactrian.engine.backup;

import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.work.AttemptRecord;
import io.bactrian.engine.work.Progress;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to back up one name: what the routes move along. {@link #begin}, then every parcel of
 * {@link #parcels} and {@link #lastParcels} through {@link #encoding} and {@link #sending} to
 * {@link #stored} or {@link #failed}, then {@link #commit}; {@link #close} in any case. Parcels may
 * be worked on by many threads at once.
 */
public final class BackupRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

  private final BackupRequest request;
  private final ObjectStore retrying;
  private final Progress progress;
  private final Ledger ledger;
  private final Sending sending;
  private final SourceReport report = new SourceReport();
  private final Counts counts = new Counts();
  private Preparation prepared;
  private Encoding encoding;
  private volatile Segmenter segmenter;
  private StreamFile stream;
  private PlannedSource source;
  private ParcelQueue queue;
  private volatile WorkFeed<Parcel> feed;
  private volatile boolean cancelled;

  /**
   * @param once one attempt a call: for what the routes redeliver
   * @param retrying for everything else
   */
  public BackupRun(
      BackupRequest request, ObjectStore once, ObjectStore retrying, Progress progress) {
    this.request = request;
    this.retrying = retrying;
    this.progress = progress;
    this.ledger = new Ledger(request.limits().attempts());
    this.sending = new Sending(once, ledger);
  }

  /** Checks everything, takes the lock, opens keys and bases. Moves no data. */
  public void begin() {
    progress.phase("preparing");
    prepared = Preparation.of(request, retrying);
    if (prepared.committed().isPresent()) {
      feed = nothing();
    } else {
      open();
    }
    requireGoingOn();
  }

  private static WorkFeed<Parcel> nothing() {
    return new WorkFeed<>(Collections.emptyIterator(), 1);
  }

  private void open() {
    encoding =
        new Encoding(
            prepared,
            () ->
                new Encoder(
                    new ChunkReader(source.root(), report),
                    request.packing().format().open(request.packing().level())));
    try {
      stream = new StreamFile(prepared.spool().file("STREAM"));
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
    segmenter =
        new Segmenter(
            stream, counts, report, (number, chunks) -> encoding.segment(this, number, chunks));
    source = PlannedSource.open(request, prepared, report, counts);
    Iterator<Bundle> bundles = new Bundler(this, source.plan(), request.limits().bundleSize());
    int concurrency = request.limits().concurrency();
    queue = new ParcelQueue(bundles, segmenter, progress, concurrency);
    feed = new WorkFeed<>(queue, concurrency);
    progress.phase("storing");
  }

  /** Everything to store but the last segments. */
  public Iterator<Parcel> parcels() {
    return feed;
  }

  /** The last segments; only after every parcel is stored. */
  public Iterator<Parcel> lastParcels() {
    if (prepared.committed().isPresent()) {
      return nothing();
    }
    progress.phase("closing");
    feed = new WorkFeed<>(queue.finish(), request.limits().concurrency());
    requireGoingOn();
    return feed;
  }

  /**
   * Ends the run soon: what is in flight ends, nothing new begins, nothing is committed; the next
   * run goes on from the segments that are stored. From any thread, at any time; a commit under way
   * goes on.
   */
  public void cancel() {
    cancelled = true;
    WorkFeed<Parcel> handing = feed;
    if (handing != null) {
      handing.stop(Failures.interrupted());
    }
    Segmenter waitedFor = segmenter;
    if (waitedFor != null) {
      waitedFor.abandon();
    }
  }

  private void requireGoingOn() {
    if (cancelled) {
      throw Failures.interrupted();
    }
  }

  /** The failure of the run, with every cause, if any parcel failed for good. */
  public void requireStored() {
    List<Throwable> failures = feed.failures();
    if (!failures.isEmpty() && queue != null) {
      leaveSegments();
    }
    Failures.throwIfAny("backup of '" + request.name() + "' failed", failures);
  }

  /** One try each: where the store is the trouble, the next run goes on from less. */
  private void leaveSegments() {
    try {
      for (Iterator<Piece> left = queue.leave(); left.hasNext(); ) {
        Piece piece = left.next();
        if (Files.exists(piece.sealed().spool())) {
          sending.store(piece);
          sending.confirm(piece);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("not all that is stored can be gone on from: {}", e.getMessage());
    }
  }

  /** How bundles' bytes are made; only after {@link #begin}. */
  public Encoding encoding() {
    return encoding;
  }

  /** How parcels are sent. */
  public Sending sending() {
    return sending;
  }

  /**
   * The parcel is stored and confirmed; its spool file goes. What goes wrong here fails the run.
   */
  public void stored(Parcel parcel) {
    try {
      ledger.stored(parcel);
      parcel.discardSpool();
      progress.item();
      if (parcel instanceof Bundle bundle) {
        queue.accept(bundle);
      }
      feed.done();
    } catch (RuntimeException e) {
      failed(parcel, e);
    }
  }

  /** The parcel failed for good: the run is failed, and no new bundle starts. */
  public void failed(Parcel parcel, Throwable cause) {
    LOG.error("{} failed for good after {} attempts", parcel.label(), parcel.attempts());
    feed.failed(Failures.of(parcel.label(), parcel.attempts(), cause));
    segmenter.abandon();
  }

  /** Confirms, signs, and publishes; only then is it a backup. Then dead runs' leavings go. */
  public BackupOutcome commit() {
    requireGoingOn();
    progress.phase("committing");
    if (prepared.committed().isPresent()) {
      return committedBefore(prepared.committed().get());
    }
    if (request.selection().strict() && report.unclean()) {
      throw Failures.unclean(report);
    }
    SealedManifest sealed =
        new Closing(request, prepared, retrying, segmenter)
            .commit(stream.path(), counts, report, ledger);
    boolean swept = prepared.sweep();
    return new BackupOutcome(
        sealed.manifest(), ledger.bundles(), report.unclean(), swept, prepared.notice());
  }

  private BackupOutcome committedBefore(Manifest manifest) {
    boolean swept = prepared.sweep();
    String notice = "run " + manifest.runId() + " of the same resource was committed before";
    return new BackupOutcome(manifest, 0, manifest.report().unclean(), swept, notice);
  }

  Progress progress() {
    return progress;
  }

  /** What a failed run tells: its attempts and their reasons. */
  public List<AttemptRecord> attempts() {
    return ledger.records();
  }

  /** Attempts of bundles so far. */
  public long bundleAttempts() {
    return ledger.bundleAttempts();
  }

  /** The run-id, or "" before there is one. */
  public String runId() {
    return prepared == null ? "" : prepared.runId().toString();
  }

  /** Lets go of the lock, the source and the spool. Never throws a Failure of its own. */
  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
    if (encoding != null) {
      encoding.close();
    }
    if (prepared != null) {
      prepared.close();
    }
  }
}
