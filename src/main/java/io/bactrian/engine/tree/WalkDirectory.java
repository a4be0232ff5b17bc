package io.bactrian.engine.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** One directory on the way of a walk: its names, sorted, as one listing saw them. */
final class WalkDirectory implements Closeable {
  private final Path directory;
  private final byte[] path;
  private final SortedRecords names;
  private final long heapBytes;

  private WalkDirectory(Path directory, byte[] path, SortedRecords names, long heapBytes) {
    this.directory = directory;
    this.path = path;
    this.names = names;
    this.heapBytes = heapBytes;
  }

  /**
   * Lists a directory.
   *
   * @param maxHeapBytes for its names; the rest lies in the spool
   * @throws Vanished if it is gone, or not the directory that was looked at
   */
  static WalkDirectory list(
      Path directory, byte[] path, Stat seen, Path spoolDir, long maxHeapBytes) throws Vanished {
    SpillSorter sorter = new SpillSorter(spoolDir, Arrays::compareUnsigned, maxHeapBytes);
    try {
      addNames(directory, sorter);
      Stat now = Stat.of(directory);
      if (!now.isDirectory() || !now.sameInode(seen)) {
        throw new Vanished(path);
      }
      SortedRecords names = sorter.sorted();
      return new WalkDirectory(directory, path, names, sorter.heapBytes());
    } catch (IOException e) {
      sorter.close();
      throw TreeFailures.goneOrUnreadable(directory, path, e);
    } catch (Vanished | RuntimeException e) {
      sorter.close();
      throw e;
    }
  }

  private static void addNames(Path directory, SpillSorter sorter) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        sorter.add(PathBytes.nameOf(child));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  boolean hasNext() {
    return names.hasNext();
  }

  byte[] next() {
    return names.next();
  }

  Path directory() {
    return directory;
  }

  byte[] path() {
    return path;
  }

  long heapBytes() {
    return heapBytes;
  }

  @Override
  public void close() {
    names.close();
  }
}
