package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a run a backup, or fails without a manifest. The last thing written is the manifest; the
 * last thing asked is whether this process was still the one that may write it. Who sleeps between
 * the two, is taken over and dies before it asks can leave a manifest whose objects are swept, and
 * so can a put that was given up and arrives late: that manifest does not count, see {@link
 * Runs#isLateManifest}.
 */
public final class Commit {
  private static final Logger LOG = LoggerFactory.getLogger(Commit.class);

  private final ObjectStore store;
  private final Layout layout;
  private final NameLock lock;
  private final Putter putter;
  private final Path spool;

  /**
   * @param putter stores STREAM, SHA256SUMS and the kit
   * @param spool a directory for the manifest, which is written there first
   */
  public Commit(ObjectStore store, Layout layout, NameLock lock, Putter putter, Path spool) {
    this.store = store;
    this.layout = layout;
    this.lock = lock;
    this.putter = putter;
    this.spool = spool;
  }

  /**
   * Commits. Sweeping what dead runs left is a step of its own: {@link Deletion#sweep}.
   *
   * @param draft without files; its objects in byte order of their keys
   * @param files STREAM, SHA256SUMS, RESTORE.md, restore.sh: name to local file
   * @param macKey null without encryption
   * @param keyFile the data key's file as named in {@code keys/}, null without encryption
   * @return what is stored
   */
  public SealedManifest commit(
      Manifest draft, Map<String, Path> files, MacKey macKey, String keyFile) {
    RunId run = draft.runId();
    SortedSet<RunId> referred =
        new Confirmation(store, layout, run).confirm(draft.objects(), draft.segments());
    requireUnmarked(referred, keyFile);
    lock.requireHeld();
    removeStrays(draft);
    Map<String, Manifest.FileSum> sums = putFiles(run, files);
    Path document = spool.resolve("manifest-" + run + ".json");
    try {
      SealedManifest sealed = ManifestCodec.write(draft.withFiles(sums), macKey, document);
      lock.requireHeld();
      publish(run, document);
      keepOnlyIf(run, () -> lookAgain(referred, keyFile));
      return sealed;
    } finally {
      discard(document);
    }
  }

  /**
   * Own objects that the manifest does not name (a put that was given up and arrived late). No
   * segment was ever written that names them, so nobody else can refer to them.
   */
  private void removeStrays(Manifest draft) {
    Runs runs = new Runs(store, layout, ManifestTrust.withoutKey(false));
    for (String folder : List.of("data/", "index/")) {
      Iterator<Receipt> listing = store.listAll(layout.inRun(draft.runId(), folder)).iterator();
      while (listing.hasNext()) {
        Candidates batch = Candidates.take(layout, runs, listing, Candidates.MOST);
        batch.strikeOut(draft.objects());
        batch.strikeOut(draft.segments());
        batch.deleteAll(store);
      }
    }
  }

  private Map<String, Manifest.FileSum> putFiles(RunId run, Map<String, Path> files) {
    Map<String, Manifest.FileSum> sums = new TreeMap<>();
    new TreeMap<>(files)
        .forEach(
            (name, file) -> {
              Manifest.FileSum sum = sum(file);
              String key = layout.inRun(run, name);
              requireReceipt(sum, putter.put(key, file, sum.size(), sum.sha256()));
              sums.put(name, sum);
            });
    return sums;
  }

  private static void requireReceipt(Manifest.FileSum sent, Receipt receipt) {
    boolean same =
        receipt.length() == sent.size() && receipt.sha256().map(sent.sha256()::equals).orElse(true);
    if (!same) {
      throw Failure.corrupt("'" + receipt.key() + "' is not stored as it was sent");
    }
  }

  /** What decides is what can be read back, not whether the put was answered. */
  private void publish(RunId run, Path document) {
    Manifest.FileSum sum = sum(document);
    RuntimeException unanswered = null;
    try {
      store.put(layout.manifest(run), document, sum.size(), sum.sha256());
    } catch (RuntimeException e) {
      unanswered = e;
    }
    try {
      requireStored(run, sum);
    } catch (RuntimeException e) {
      throw takenBack(run, cause(unanswered, e));
    }
    if (unanswered != null) {
      LOG.info("the manifest of {} is stored, although: {}", run, unanswered.getMessage());
    }
  }

  private static RuntimeException cause(RuntimeException unanswered, RuntimeException unread) {
    if (unanswered == null) {
      return unread;
    }
    unanswered.addSuppressed(unread);
    return unanswered;
  }

  private void requireStored(RunId run, Manifest.FileSum sum) {
    String key = layout.manifest(run);
    try (InputStream in = store.get(key, 0, -1)) {
      if (!Hashes.of(in).equals(sum.sha256())) {
        throw Failure.corrupt("'" + key + "' reads back other than it was sent");
      }
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "reading back '" + key + "' broke off: " + e.getMessage(),
          null,
          e);
    }
  }

  private void lookAgain(SortedSet<RunId> referred, String keyFile) {
    requireUnmarked(referred, keyFile);
    lock.requireHeld();
  }

  private void requireUnmarked(SortedSet<RunId> referred, String keyFile) {
    for (RunId run : referred) {
      if (isThere(layout.mark(run))) {
        throw takenOver("run " + run + ", which it needs, is being deleted");
      }
    }
    if (isThere(layout.nameMark())) {
      throw takenOver("the whole name is being deleted");
    }
    if (keyFile != null && !isThere(layout.keysDir() + keyFile)) {
      throw takenOver("its data key 'keys/" + keyFile + "' is gone");
    }
  }

  private boolean isThere(String key) {
    return store.head(key).isPresent();
  }

  private Failure takenOver(String why) {
    return Failure.of(
        FailureClass.LOCKED,
        "the backup of " + layout + " is not complete: " + why,
        "another process took over; run the same command again");
  }

  private void keepOnlyIf(RunId run, Runnable check) {
    try {
      check.run();
    } catch (RuntimeException e) {
      throw takenBack(run, e);
    }
  }

  /** A put that failed may still arrive: who fails leaves no manifest, if it can be helped. */
  private RuntimeException takenBack(RunId run, RuntimeException cause) {
    try {
      store.delete(layout.manifest(run));
    } catch (Failure e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  private static Manifest.FileSum sum(Path file) {
    try {
      return Hashes.of(file);
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "'" + file.getFileName() + "' cannot be read from the spool: " + e.getMessage(),
          null,
          e);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("'{}' stays in the spool: {}", file.getFileName(), e.getMessage());
    }
  }
}
