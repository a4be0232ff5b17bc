package io.bactrian.engine.work;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A new directory (mode 0700) for as long as some work takes; removed with all in it, also where a
 * signal ends the process meanwhile, but not where it is killed.
 */
public final class PrivateDirectory implements Closeable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
  private static final int TRIES = 100;

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(PrivateDirectory::removeOpen, "private-directories"));
  }

  private final Path path;

  private PrivateDirectory(Path path) {
    this.path = path;
    OPEN.add(path);
  }

  /**
   * @param parent made where it is missing
   * @param prefix its name begins with this and ends at random
   */
  public static PrivateDirectory in(Path parent, String prefix) throws IOException {
    Files.createDirectories(parent);
    return new PrivateDirectory(
        Files.createTempDirectory(
            parent,
            prefix,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
  }

  /** Among temporary files. */
  public static PrivateDirectory temporary(String prefix) throws IOException {
    return in(Path.of(System.getProperty("java.io.tmpdir")), prefix);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try {
      remove(path);
    } finally {
      OPEN.remove(path);
    }
  }

  /** The work goes on until the process has ended, and may put more there: that goes as well. */
  private static void removeOpen() {
    for (Path left : OPEN) {
      boolean there = true;
      for (int i = 0; there && i < TRIES; i++) {
        there = !isRemoved(left);
      }
    }
  }

  private static boolean isRemoved(Path left) {
    try {
      remove(left);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes a directory and all in it; nothing where there is none. Follows no link. */
  public static void remove(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(directory, new Removing());
    }
  }

  private static final class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException error)
        throws IOException {
      if (error != null) {
        throw error;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
