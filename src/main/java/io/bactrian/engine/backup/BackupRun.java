package io.bactrian.engine.backup;

import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.index.IndexStreams;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.index.SegmentWriter;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.work.Progress;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.openhft.hashing.LongTupleHashFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to back up one name: what the routes move along. {@link #begin}, then every parcel of
 * {@link #parcels} and {@link #lastParcels} through attempt, {@link #stored} or {@link #failed},
 * then {@link #commit}; {@link #close} in any case. Parcels may be worked on by many threads at
 * once.
 */
public final class BackupRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);
  private static final int AHEAD = 6;

  private final BackupRequest request;
  private final ObjectStore once;
  private final ObjectStore retrying;
  private final Progress progress;
  private final Ledger ledger;
  private final SourceReport report = new SourceReport();
  private final Counts counts = new Counts();
  private final LongAdder bundles = new LongAdder();
  private Preparation prepared;
  private LongTupleHashFunction hash;
  private Encoder.Pool encoders;
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
    this.once = once;
    this.retrying = retrying;
    this.progress = progress;
    this.ledger = new Ledger(request.limits().attempts());
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
    hash = Hashes.seeded(prepared.seed());
    encoders =
        new Encoder.Pool(
            () ->
                new Encoder(
                    new ChunkReader(source.root(), report),
                    request.packing().format().open(request.packing().level())));
    try {
      stream = new StreamFile(prepared.spool().file("STREAM"));
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
    segmenter = new Segmenter(stream, counts, report, this::segment);
    source = PlannedSource.open(request, prepared, report, counts);
    Iterator<Bundle> bundles = new Bundler(this, source.plan(), request.limits().bundleSize());
    queue = new ParcelQueue(bundles, this);
    feed = new WorkFeed<>(queue, request.limits().concurrency());
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
    try {
      queue.add(segmenter.finish());
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
    feed = new WorkFeed<>(queue.rest(), request.limits().concurrency());
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
      queue.add(segmenter.leave());
      for (Iterator<Piece> left = queue.rest(); left.hasNext(); ) {
        Piece piece = left.next();
        if (Files.exists(piece.sealed().spool())) {
          store(piece);
          confirm(piece);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("not all that is stored can be gone on from: {}", e.getMessage());
    }
  }

  public void beginAttempt(Parcel parcel) {
    ledger.begin(parcel);
    if (parcel.attempts() == 1 && parcel instanceof Bundle) {
      bundles.increment();
    }
  }

  public void attemptFailed(Parcel parcel, Throwable cause) {
    ledger.failed(parcel, cause);
  }

  public BundleWrite archive(Bundle bundle) {
    return new BundleWrite(bundle, encoders.take(), hash);
  }

  public BundleWrite compress(BundleWrite write) {
    return write.compressedBy(write.encoder().codec);
  }

  public BundleWrite encrypt(BundleWrite write) {
    return write.encryptedBy(prepared.cipherer());
  }

  public BundleWrite checksum(BundleWrite write) {
    return write.hashedBy(CryptoProviders.sha256());
  }

  /** Runs the write into the spool; afterwards the bundle's bytes are made for good. */
  public Bundle spool(BundleWrite write) {
    Bundle bundle = write.bundle();
    Path file = prepared.spool().file("bundle-" + bundle.number());
    try {
      BundleWrite.Result result = write.writeTo(file);
      if (!result.anyNew()) {
        bundle.seal(new Parcel.Sealed(file, null, 0, null));
        bundle.encoded(result.chunks(), null);
        bundle.discardSpool();
      } else {
        ObjectRef object = prepared.names().data(bundle.number(), result.length(), result.sha256());
        bundle.seal(
            new Parcel.Sealed(file, prepared.key(object.key()), result.length(), result.sha256()));
        bundle.encoded(result.chunks(), object);
      }
      return bundle;
    } catch (IOException e) {
      throw Spool.unusable(e);
    } finally {
      encoders.give(write.encoder());
    }
  }

  /** Sends the parcel's bytes once. */
  public void store(Parcel parcel) {
    if (!parcel.isEmpty()) {
      Parcel.Sealed sealed = parcel.sealed();
      parcel.receipt(once.put(sealed.key(), sealed.spool(), sealed.length(), sealed.sha256()));
    }
  }

  /** Holds the store's own words against what was sent. */
  public void confirm(Parcel parcel) {
    if (!parcel.isEmpty()) {
      Receipts.requireMatch(parcel.receipt(), parcel.sealed());
    }
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
        accept(bundle);
      }
      feed.done();
    } catch (RuntimeException e) {
      failed(parcel, e);
    }
  }

  void accept(Bundle bundle) {
    progress.keep(bundle.bytesKept());
    try {
      queue.add(segmenter.accept(bundle));
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
  }

  void awaitTurn(Bundle bundle) {
    try {
      segmenter.awaitTurn(bundle.order(), request.limits().concurrency() + AHEAD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted();
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
        sealed.manifest(), bundles.sum(), report.unclean(), swept, prepared.notice());
  }

  private BackupOutcome committedBefore(Manifest manifest) {
    boolean swept = prepared.sweep();
    String notice = "run " + manifest.runId() + " of the same resource was committed before";
    return new BackupOutcome(manifest, 0, manifest.report().unclean(), swept, notice);
  }

  private Piece segment(int number, List<ChunkRecord> chunks) throws IOException {
    Path file = prepared.spool().file("segment-" + number);
    Encoder encoder = encoders.take();
    try (SpoolFile out = new SpoolFile(file, CryptoProviders.sha256())) {
      try (OutputStream message = prepared.cipherer().seal(out);
          OutputStream members = IndexStreams.compress(encoder.codec, message);
          SegmentWriter writer = new SegmentWriter(members, prepared.seed())) {
        for (ChunkRecord chunk : chunks) {
          writer.write(chunk);
        }
      }
      long length = out.finish();
      ObjectRef ref = prepared.names().index(number, length, out.sha256());
      return new Piece(
          this,
          "segment " + number,
          new Parcel.Sealed(file, prepared.key(ref.key()), length, out.sha256()),
          ref);
    } finally {
      encoders.give(encoder);
    }
  }

  Progress progress() {
    return progress;
  }

  Logger log() {
    return LOG;
  }

  /** What a failed run tells: its attempts and their reasons. */
  public List<io.bactrian.engine.work.AttemptRecord> attempts() {
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
    if (encoders != null) {
      encoders.close();
    }
    if (prepared != null) {
      prepared.close();
    }
  }
}
