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
import java.util.List;
import java.util.Optional;

/** What a target must be before anything is restored into it. */
final class TargetCheck {
  private final Path target;
  private final List<byte[]> mounts;
  private byte[] absent;

  /**
   * @param mounts below the target, relative to it
   */
  TargetCheck(Path target, List<byte[]> mounts) {
    this.target = target;
    this.mounts = mounts;
  }

  static boolean isLostAndFound(Path path) {
    return path.getFileName().toString().equals("lost+found") && Trees.isDirectory(path);
  }

  /** USAGE unless the target is a directory, or could become one. */
  static void requireUsable(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    if (Files.exists(target) ? !Files.isDirectory(target) : Trees.exists(target)) {
      throw Failure.usage(
          "target '" + target + "' is not a directory", "name a directory, or one to be made");
    }
    if (parent != null && !Files.isDirectory(parent)) {
      throw Failure.usage(
          "target '" + target + "' lies in no directory", "make '" + parent + "' first");
    }
  }

  /** USAGE if the target holds anything but lost+found and staging directories. */
  static void requireEmpty(Path target) {
    content(target)
        .ifPresent(
            path -> {
              throw Failure.usage(
                  "target '" + target + "' is not empty: it holds '" + path.getFileName() + "'",
                  "name an empty directory, or say --overwrite replace or --overwrite merge");
            });
  }

  /** Something that the target holds, lost+found and staging directories left aside. */
  static Optional<Path> content(Path target) {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(target)) {
      for (Path path : names) {
        if (!isLostAndFound(path) && !Staging.isStaging(path)) {
          return Optional.of(path);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw TargetFailures.of(target, e);
    }
  }

  /** For REPLACE: USAGE if a file system is mounted in the target: no rename takes it away. */
  static void requireReplaceable(Path target, List<byte[]> mounts) {
    if (!mounts.isEmpty()) {
      throw Failure.usage(
          "'%s' in target '%s' is a mount point, which cannot be replaced"
              .formatted(PathRules.text(mounts.get(0)), target),
          "unmount it, or restore into another directory");
    }
  }

  /** No rename leads from one file system into another. */
  private void requireNoMountAbove(Entry entry) {
    for (byte[] mount : mounts) {
      if (entry.path().length > mount.length && PathRules.isWithin(entry.path(), mount)) {
        throw Failure.usage(
            "'%s' lies in '%s', where another file system is mounted in target '%s'"
                .formatted(entry.display(), PathRules.text(mount), target),
            "unmount it, or restore what lies beside it (--path) and what lies in it into another"
                + " directory");
      }
    }
  }

  /**
   * For MERGE, fed every wanted entry in tar order: USAGE where a type stands against another, or
   * where it lies in a file system of its own.
   */
  void requireMergeable(Entry entry) {
    requireNoMountAbove(entry);
    if (absent != null && PathRules.isWithin(entry.path(), absent)) {
      return;
    }
    Path path = PathBytes.resolve(target, entry.path());
    boolean wantsDirectory = entry.type() == EntryType.DIRECTORY;
    boolean there = Trees.exists(path);
    if (there && Trees.isDirectory(path) != wantsDirectory && entry.path().length > 0) {
      throw Failure.usage(
          "'%s' is %s in the target and %s in the backup"
              .formatted(
                  entry.display(),
                  wantsDirectory ? "no directory" : "a directory",
                  wantsDirectory ? "a directory" : "none"),
          "move it away, or say --overwrite replace");
    }
    if (!there && wantsDirectory) {
      absent = entry.path();
    }
  }

  /** TRANSIENT if the target's file system has less room than that. */
  static void requireSpace(Path target, long bytes) {
    try {
      long free = Files.getFileStore(target).getUsableSpace();
      if (bytes > free) {
        throw Failure.of(
            FailureClass.TRANSIENT,
            "'%s' has %d bytes free, the restore needs %d".formatted(target, free, bytes),
            "make room and run the same command again, or choose another target");
      }
    } catch (IOException e) {
      throw TargetFailures.of(target, e);
    }
  }
}
