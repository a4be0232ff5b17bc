package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.read.PathRules;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Completes staging once all contents are in it. Hard links first, while there is no symlink that
 * one could lead through; then symlinks, FIFOs and large files; each directory after what it holds.
 */
final class LatePass {
  private final Staging staging;
  private final Selection selection;
  private final MetadataPass metadata;
  private final Counters counters;
  private final Fifos fifos;
  private final Deque<Entry> open = new ArrayDeque<>();

  LatePass(Staging staging, Selection selection, MetadataPass metadata, Counters counters) {
    this.staging = staging;
    this.selection = selection;
    this.metadata = metadata;
    this.counters = counters;
    this.fifos = new Fifos(staging.work());
  }

  void run() {
    LateFile.forEach(staging.work(), this::link);
    LateFile.forEach(staging.work(), this::complete);
    closeAllBut(null);
  }

  private Path staged(byte[] path) {
    return PathBytes.resolve(staging.tree(), path);
  }

  private void link(LateFile.Late late) {
    Entry entry = late.entry();
    if (entry.type() != EntryType.HARDLINK) {
      return;
    }
    Path existing = staged(selection.linkTarget(entry));
    if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw Failure.corrupt(
          "the index links '%s' to '%s', which is no file in it"
              .formatted(entry.display(), PathRules.text(entry.link())));
    }
    Path path = staged(entry.path());
    try {
      Files.createLink(path, existing);
      counters.links.increment();
    } catch (IOException e) {
      throw TargetFailures.of(path, e);
    }
  }

  private void complete(LateFile.Late late) {
    Entry entry = late.entry();
    closeAllBut(entry.path());
    Path path = staged(entry.path());
    switch (entry.type()) {
      case DIRECTORY -> open.push(entry);
      case SYMLINK -> symlink(path, entry);
      case FIFO -> fifo(path, entry);
      case CHAR_DEVICE, BLOCK_DEVICE ->
          counters.skipped.add(entry.display() + ": device nodes cannot be made");
      case FILE -> large(path, entry);
      case HARDLINK -> {}
    }
  }

  /** Leaves the directories that the path is not in; the root is given its due after the swap. */
  private void closeAllBut(byte[] path) {
    while (!open.isEmpty() && (path == null || !PathRules.isWithin(path, open.peek().path()))) {
      Entry directory = open.pop();
      counters.directories.increment();
      if (directory.path().length > 0) {
        metadata.apply(staged(directory.path()), directory);
      }
    }
  }

  private void symlink(Path path, Entry entry) {
    try {
      Path target = linkTarget(entry.link());
      Files.createSymbolicLink(path, target);
      counters.links.increment();
      if (!Arrays.equals(PathBytes.of(target), entry.link())) {
        counters.notApplied.add(entry.display() + ": link: written without needless slashes");
      }
    } catch (IOException e) {
      throw TargetFailures.of(path, e);
    }
    metadata.apply(path, entry);
  }

  /** As it stands; the JVM leaves out slashes that mean nothing. */
  private static Path linkTarget(byte[] link) {
    int from = 0;
    while (from < link.length && link[from] == '/') {
      from++;
    }
    Path base = Path.of(from > 0 ? "/" : "");
    return PathBytes.resolve(base, Arrays.copyOfRange(link, from, link.length));
  }

  private void fifo(Path path, Entry entry) {
    if (fifos.create(path, entry.mtime())) {
      metadata.apply(path, entry);
    } else {
      counters.skipped.add(entry.display() + ": FIFOs need the command mkfifo");
    }
  }

  private void large(Path path, Entry entry) {
    try {
      long size = Files.size(path);
      if (size != entry.size()) {
        throw Failure.corrupt(
            "'%s' came out with %d bytes instead of %d"
                .formatted(entry.display(), size, entry.size()));
      }
    } catch (IOException e) {
      throw TargetFailures.of(path, e);
    }
    metadata.apply(path, entry);
    counters.files.increment();
    counters.bytes.add(entry.size());
  }
}
