package io.bactrian.engine.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * Brings a tree onto the disk before anything old is taken away for it. The JVM has no syncfs: the
 * command {@code sync -f} does it; where there is none, file after file.
 */
final class Durability {
  private Durability() {}

  static void sync(Path tree) throws IOException {
    if (!syncFileSystem(tree)) {
      Files.walkFileTree(tree, new Syncing());
    }
  }

  private static boolean syncFileSystem(Path tree) {
    try {
      Process process =
          new ProcessBuilder("sync", "-f", ".")
              .directory(tree.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.HOURS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class Syncing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
      if (seen.isRegularFile() && Files.isReadable(file)) {
        Journal.sync(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, IOException error) throws IOException {
      try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
