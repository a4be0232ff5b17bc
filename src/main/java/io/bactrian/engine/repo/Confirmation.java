package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares what a run needs with what the store lists: names and sizes of all, checksums of its
 * own, several at once where each must be asked for. Walks both in key order; holds one page.
 * Segments are sorted in memory (one for 20,000 entries).
 */
final class Confirmation {
  private final ObjectStore store;
  private final Layout layout;
  private final RunId own;
  private final SortedSet<RunId> runs = new TreeSet<>();
  private final ChecksumLook looks = new ChecksumLook();
  private Boolean storeHasChecksums;
  private String directory = "";
  private Iterator<Receipt> listing;
  private Receipt listed;

  Confirmation(ObjectStore store, Layout layout, RunId own) {
    this.store = store;
    this.layout = layout;
    this.own = own;
  }

  /**
   * @param objects in byte order of their keys, none twice; IllegalArgumentException otherwise
   * @return every run referred to, the own one included
   */
  SortedSet<RunId> confirm(Refs objects, Refs segments) {
    runs.add(own);
    List<ObjectRef> sorted = new ArrayList<>(segments.size());
    segments.forEach(sorted::add);
    sorted.sort(Comparator.comparing(ObjectRef::key));
    try (looks) {
      confirm(objects.iterator());
      directory = "";
      confirm(sorted.iterator());
      looks.finish();
    }
    return runs;
  }

  private void confirm(Iterator<ObjectRef> refs) {
    String last = "";
    while (refs.hasNext()) {
      ObjectRef ref = refs.next();
      if (ref.key().compareTo(last) <= 0) {
        throw new IllegalArgumentException("'" + ref.key() + "' follows '" + last + "'");
      }
      last = ref.key();
      confirm(ref);
    }
  }

  private void confirm(ObjectRef ref) {
    enter(ref.key().substring(0, ref.key().lastIndexOf('/') + 1));
    String key = layout.key(ref.key());
    while (listed != null && listed.key().compareTo(key) < 0) {
      advance();
    }
    if (listed == null || !listed.key().equals(key)) {
      throw missing(ref);
    }
    if (listed.length() != ref.size()) {
      throw differs(ref, "it has " + listed.length() + " bytes, not " + ref.size());
    }
    if (ref.runId().equals(own.text())) {
      confirmChecksum(ref);
    }
  }

  private void enter(String of) {
    if (!of.equals(directory)) {
      directory = of;
      runs.add(new RunId(of.substring(0, of.indexOf('/'))));
      listing = store.listAll(layout.key(of)).iterator();
      advance();
    }
  }

  private void advance() {
    listed = listing.hasNext() ? listing.next() : null;
  }

  private void confirmChecksum(ObjectRef ref) {
    if (listed.checksum() != null) {
      requireSame(ref, listed.checksum());
    } else if (storeHasChecksums == null) {
      storeHasChecksums = look(ref, listed.key());
    } else if (storeHasChecksums) {
      String key = listed.key();
      looks.submit(() -> look(ref, key));
    }
  }

  /** Whether the store knows a checksum of the object. */
  private boolean look(ObjectRef ref, String key) {
    String sha256 = store.head(key).orElseThrow(() -> missing(ref)).checksum();
    requireSame(ref, sha256);
    return sha256 != null;
  }

  private void requireSame(ObjectRef ref, String sha256) {
    if (sha256 != null && !sha256.equals(ref.sha256())) {
      throw differs(ref, "the store says its sha256 is " + sha256 + ", not " + ref.sha256());
    }
  }

  private Failure missing(ObjectRef ref) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "object '" + ref.key() + "' of " + layout + " is gone, so the backup is not complete",
        "run the same command again: what is missing is sent again");
  }

  private Failure differs(ObjectRef ref, String how) {
    return Failure.corrupt("object '" + ref.key() + "' of " + layout + " is not as sent: " + how);
  }
}
