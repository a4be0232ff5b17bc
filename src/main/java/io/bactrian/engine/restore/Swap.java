package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.read.PathRules;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.PathBytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Moves a complete staging tree into the target by renames, one top-level entry after another, and
 * clears up. Every step can be cut short and done again: a staged entry that is gone is in place
 * already. What was there before lies in {@code old/} until everything is in. The journal stays
 * until {@link #settle}, and says that all is done.
 */
final class Swap {
  private static final int OWNER_WRITES = 0300;
  private final Staging staging;
  private final MetadataPass metadata;
  private Journal journal;
  private Optional<Entry> root = Optional.empty();

  Swap(Staging staging, Journal journal, MetadataPass metadata) {
    this.staging = staging;
    this.journal = journal;
    this.metadata = metadata;
  }

  /** Begins: from here on the restore is finished, never thrown away. */
  void begin() {
    try {
      if (journal.overwrite() == Overwrite.REPLACE) {
        Extras.write(staging);
      }
    } catch (IOException e) {
      throw TargetFailures.of(staging.work(), e);
    }
    journal.write(staging.directory());
  }

  /** Does what is left to do, from wherever the journal says. */
  RestoreOutcome run() {
    try {
      if (journal.phase() == Journal.Phase.SWAPPING) {
        moveIn();
        journal = journal.at(Journal.Phase.FINISHING);
        journal.write(staging.directory());
      }
      finish();
      journal = journal.at(Journal.Phase.DONE);
      journal.write(staging.directory());
    } catch (IOException e) {
      throw TargetFailures.of(staging.target(), e);
    }
    return journal.outcome();
  }

  private void moveIn() throws IOException {
    if (journal.overwrite() == Overwrite.MERGE) {
      merge(staging.tree(), staging.target());
      return;
    }
    Path aside = aside();
    try (DirectoryStream<Path> staged = Files.newDirectoryStream(staging.tree())) {
      for (Path entry : staged) {
        swapIn(entry, aside);
      }
    }
    if (journal.overwrite() == Overwrite.REPLACE) {
      Extras.forEach(staging, name -> moveAside(staging.target().resolve(name), aside));
    }
  }

  /** A directory for what this process moves aside, so that no name in it is taken. */
  private Path aside() throws IOException {
    int number = 0;
    while (Trees.exists(staging.old().resolve(Integer.toString(number)))) {
      number++;
    }
    Path aside = staging.old().resolve(Integer.toString(number));
    Trees.createPrivate(aside);
    return aside;
  }

  private void swapIn(Path staged, Path aside) throws IOException {
    Path place = staging.target().resolve(staged.getFileName());
    if (TargetCheck.isLostAndFound(place) && Trees.isDirectory(staged)) {
      merge(staged, place);
      return;
    }
    if (Trees.exists(place) && journal.overwrite() == Overwrite.NEVER) {
      throw Failure.usage(
          "'" + place + "' appeared while the restore was at work",
          "move it away and run the same command again");
    }
    moveAside(place, aside);
    Trees.move(staged, place);
  }

  private static void moveAside(Path place, Path aside) throws IOException {
    if (Trees.exists(place)) {
      Trees.move(place, aside.resolve(place.getFileName()));
    }
  }

  /** A staged directory that is merged stays behind, which tells {@link #finish} that it was. */
  private void merge(Path from, Path to) throws IOException {
    Trees.open(from);
    try (DirectoryStream<Path> staged = Files.newDirectoryStream(from)) {
      for (Path entry : staged) {
        mergeIn(entry, to.resolve(entry.getFileName()));
      }
    }
  }

  private void mergeIn(Path staged, Path place) throws IOException {
    boolean bothDirectories = Trees.isDirectory(staged) && Trees.isDirectory(place);
    if (bothDirectories) {
      merge(staged, place);
    } else if (Trees.exists(place) && (Trees.isDirectory(staged) || Trees.isDirectory(place))) {
      throw Failure.of(
          FailureClass.UNREADABLE,
          "'" + place + "' changed its type while the restore was at work",
          "move it away and run the same command again");
    } else {
      Trees.move(staged, place);
    }
  }

  private void finish() throws IOException {
    Journal.sync(staging.target());
    Trees.delete(staging.old());
    if (LateFile.exists(staging.work())) {
      Merged merged = new Merged();
      LateFile.forEach(staging.work(), merged::see);
      merged.leaveAllBut(null);
      root = Optional.ofNullable(merged.root);
    }
    root.filter(Swap::letsItsOwnerWrite).ifPresent(this::applyRoot);
  }

  /**
   * Takes staging away, if all is done, once whoever asked knows that: after it nobody can tell.
   * Takes the lock anew: meanwhile another restore may have cleared it away, and made its own.
   *
   * <p>The root comes last, since taking staging away changes its mtime; and before that too, so
   * that a kill in between costs no more than the mtime.
   */
  void settle() {
    if (!Trees.isDirectory(staging.directory())) {
      return;
    }
    try (Staging again = Staging.open(staging.directory())) {
      if (Journal.read(again.directory())
          .filter(j -> j.phase() == Journal.Phase.DONE)
          .isPresent()) {
        again.delete();
        root.ifPresent(this::applyRoot);
      }
    }
  }

  private static boolean letsItsOwnerWrite(Entry root) {
    return (root.mode() & OWNER_WRITES) == OWNER_WRITES;
  }

  private void applyRoot(Entry root) {
    metadata.apply(staging.target(), root);
  }

  /** Gives directories that were merged, not moved, what their entries say. */
  private final class Merged {
    private final Deque<Entry> open = new ArrayDeque<>();
    private byte[] moved;
    private Entry root;

    void see(LateFile.Late late) {
      Entry entry = late.entry();
      if (entry.type() != EntryType.DIRECTORY) {
        return;
      }
      if (entry.path().length == 0) {
        root = late.wanted() ? entry : null;
      } else if (moved == null || !PathRules.isWithin(entry.path(), moved)) {
        seeBelow(late);
      }
    }

    private void seeBelow(LateFile.Late late) {
      Entry entry = late.entry();
      leaveAllBut(entry.path());
      if (!Trees.isDirectory(PathBytes.resolve(staging.tree(), entry.path()))) {
        moved = entry.path();
      } else if (late.wanted()) {
        open.push(entry);
      }
    }

    void leaveAllBut(byte[] path) {
      while (!open.isEmpty() && (path == null || !PathRules.isWithin(path, open.peek().path()))) {
        Entry directory = open.pop();
        metadata.apply(PathBytes.resolve(staging.target(), directory.path()), directory);
      }
    }
  }
}
