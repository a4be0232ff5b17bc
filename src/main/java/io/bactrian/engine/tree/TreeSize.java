package io.bactrian.engine.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How long the tar stream of a tree will be, about: one walk, nothing opened, nothing kept. What
 * cannot be read counts nothing.
 */
public final class TreeSize {
  private static final int BLOCK = 512;
  private static final int LARGE = 1 << 20;
  private static final int MOST_NAMES = 10_000;

  /** An extended header, its record and the entry's own header. */
  private static final int HEADERS = 3 * BLOCK;

  private TreeSize() {}

  /**
   * @param goOn asked at every entry; false ends the walk with what was counted
   */
  public static long bytes(Path root, Excludes excludes, BooleanSupplier goOn) {
    Count count = new Count(root, excludes, goOn);
    try {
      Files.walkFileTree(root, count);
    } catch (IOException e) {
      return count.bytes;
    }
    return count.bytes;
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Excludes excludes;
    private final BooleanSupplier goOn;
    private final Set<Object> names = new HashSet<>();
    private long bytes;

    Count(Path root, Excludes excludes, BooleanSupplier goOn) {
      this.root = root;
      this.excludes = excludes;
      this.goOn = goOn;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (excludes.match(PathBytes.of(root.relativize(directory)), true)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      bytes += HEADERS;
      return next();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!excludes.match(PathBytes.of(root.relativize(file)), false)) {
        long size =
            attributes.isRegularFile() && isFirstName(file, attributes) ? attributes.size() : 0;
        bytes += HEADERS + (size + BLOCK - 1) / BLOCK * BLOCK;
      }
      return next();
    }

    /** A second name holds no data; asked only where it would make a difference. */
    private boolean isFirstName(Path file, BasicFileAttributes attributes) {
      if (attributes.size() < LARGE || names.size() >= MOST_NAMES) {
        return true;
      }
      try {
        boolean several = (int) Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS) > 1;
        return !several || names.add(attributes.fileKey());
      } catch (IOException | UnsupportedOperationException e) {
        return true;
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return next();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) {
      return next();
    }

    private FileVisitResult next() {
      return goOn.getAsBoolean() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
  }
}
