package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes doomed runs: mark, look at the lock and for manifests that came meanwhile, then manifest,
 * objects, mark. A death between any two steps leaves a mark, or a run without a manifest, and the
 * next removal ends it. What a staying manifest names stays.
 */
final class Removal {
  private final ObjectStore store;
  private final Layout layout;
  private final NameLock lock;
  private final Runs runs;
  private final Survey survey;
  private final SortedSet<RunId> doomed;
  private final SortedSet<RunId> swept;
  private final SortedSet<RunId> ourMarks = new TreeSet<>();
  private final SortedSet<RunId> touched = new TreeSet<>();
  private List<RunId> keepers;
  private long objects;
  private long bytes;

  /**
   * @param doomed go with their manifests
   * @param swept only objects of theirs go that no manifest names
   */
  Removal(
      ObjectStore store,
      Layout layout,
      NameLock lock,
      Runs runs,
      Survey survey,
      SortedSet<RunId> doomed,
      SortedSet<RunId> swept) {
    this.store = store;
    this.layout = layout;
    this.lock = lock;
    this.runs = runs;
    this.survey = survey;
    this.doomed = doomed;
    this.swept = swept;
    this.keepers = survey.keepers(doomed);
  }

  DeletionResult run(int batchSize) {
    Iterator<Receipt> listing = listing();
    boolean first = true;
    while (first || listing.hasNext()) {
      Candidates batch = Candidates.take(layout, runs, listing, batchSize);
      batch.strikeOutNamedBy(keepers, first && !doomed.isEmpty());
      mark(first ? withDoomed(batch.runIds()) : batch.runIds());
      look(batch);
      if (first) {
        doomed.forEach(run -> store.delete(layout.manifest(run)));
      }
      objects += batch.size();
      touched.addAll(batch.runIds());
      bytes += batch.deleteAll(store);
      first = false;
    }
    unmark();
    touched.addAll(doomed);
    return new DeletionResult(List.copyOf(touched), objects, bytes, false);
  }

  /** Everything in the directories, manifests and marks left out. */
  private Iterator<Receipt> listing() {
    SortedSet<RunId> all = withDoomed(swept);
    return new DirectoryKeys(store, layout, all.iterator());
  }

  private SortedSet<RunId> withDoomed(SortedSet<RunId> others) {
    SortedSet<RunId> all = new TreeSet<>(doomed);
    all.addAll(others);
    return all;
  }

  private void mark(Collection<RunId> marked) {
    for (RunId run : marked) {
      if (survey.marked().contains(run) || ourMarks.contains(run)) {
        continue;
      }
      try {
        store.put(layout.mark(run), lock.token());
        ourMarks.add(run);
      } catch (Failure e) {
        if (e.failureClass() != FailureClass.CONFLICT) {
          throw e;
        }
      }
    }
  }

  /**
   * After the marks: are we still the one, and did a manifest come that the batch does not know?
   */
  private void look(Candidates batch) {
    if (batch.isEmpty() && doomed.isEmpty()) {
      return;
    }
    if (!lock.stillHeld()) {
      ourMarks.forEach(run -> store.delete(layout.mark(run)));
      throw lock.lostFailure();
    }
    List<RunId> came =
        runs.ids().stream()
            .filter(run -> !doomed.contains(run) && !keepers.contains(run))
            .filter(run -> runs.hasManifest(run) && !comesTooLate(run))
            .toList();
    if (!came.isEmpty()) {
      batch.strikeOutNamedBy(came, false);
      came.forEach(batch::spare);
      came.stream().filter(ourMarks::remove).forEach(run -> store.delete(layout.mark(run)));
      keepers = Stream.concat(came.stream(), keepers.stream()).toList();
    }
  }

  /** Its objects may be among those that are about to go; one that cannot be read is spared. */
  private boolean comesTooLate(RunId run) {
    return runs.isUnaccompanied(run) && runs.summary(run).state() != RunSummary.State.UNREADABLE;
  }

  private void unmark() {
    SortedSet<RunId> marks = new TreeSet<>(ourMarks);
    marks.addAll(doomed);
    marks.forEach(run -> store.delete(layout.mark(run)));
  }

  /** The keys of several run directories, one directory after the other. */
  private static final class DirectoryKeys implements Iterator<Receipt> {
    private final ObjectStore store;
    private final Layout layout;
    private final Iterator<RunId> directories;
    private Iterator<Receipt> inside = Collections.emptyIterator();
    private String directory;
    private Receipt ahead;

    DirectoryKeys(ObjectStore store, Layout layout, Iterator<RunId> directories) {
      this.store = store;
      this.layout = layout;
      this.directories = directories;
      advance();
    }

    private void advance() {
      ahead = null;
      while (ahead == null && (inside.hasNext() || directories.hasNext())) {
        if (inside.hasNext()) {
          Receipt next = inside.next();
          ahead = isCandidate(next.key().substring(directory.length())) ? next : null;
        } else {
          enter(directories.next());
        }
      }
    }

    private static boolean isCandidate(String file) {
      return !file.equals(Layout.MANIFEST) && !file.equals(Layout.DELETED);
    }

    private void enter(RunId run) {
      directory = layout.runDir(run);
      inside = store.listAll(directory).iterator();
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Receipt next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      Receipt result = ahead;
      advance();
      return result;
    }
  }
}
