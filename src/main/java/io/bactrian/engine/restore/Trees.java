package io.bactrian.engine.restore;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Moving and deleting trees without ever following a symlink. */
final class Trees {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private Trees() {}

  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** A directory that nobody else may look into. */
  static void createPrivate(Path directory) throws IOException {
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS));
  }

  /** Deletes a tree, also directories that forbid it to their owner. */
  static void delete(Path root) throws IOException {
    if (exists(root)) {
      Files.walkFileTree(root, new Deleting());
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes seen)
        throws IOException {
      if (!Files.isWritable(dir) || !Files.isExecutable(dir)) {
        Files.setPosixFilePermissions(dir, OURS);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    /** A directory that could not be opened: its owner may open it after all. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException error) throws IOException {
      if (!(error instanceof AccessDeniedException) || !isDirectory(path)) {
        throw error;
      }
      Files.setPosixFilePermissions(path, OURS);
      delete(path);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, IOException error) throws IOException {
      if (error != null) {
        throw error;
      }
      Files.delete(dir);
      return FileVisitResult.CONTINUE;
    }
  }

  /**
   * Renames; what is no directory replaces what is none. Moving a directory needs the right to
   * write into it, which its owner may lack.
   */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      if (!isDirectory(from) || Files.isWritable(from)) {
        throw e;
      }
      moveReadOnly(from, to);
    }
  }

  private static void moveReadOnly(Path from, Path to) throws IOException {
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(from);
    Set<PosixFilePermission> meanwhile = EnumSet.copyOf(OURS);
    meanwhile.addAll(before);
    Files.setPosixFilePermissions(from, meanwhile);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Files.setPosixFilePermissions(to, before);
  }

  /** Lets its owner move things out of a directory. */
  static void open(Path directory) throws IOException {
    if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
      Files.setPosixFilePermissions(directory, OURS);
    }
  }
}
