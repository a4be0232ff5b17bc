package io.bactrian.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** What must outlive a power cut. */
final class Durable {
  private Durable() {}

  /** The content of a file, whoever wrote it. */
  static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** The names in a directory. */
  static void directory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A directory below root and what is missing between; root itself must be there. */
  static void directories(Path root, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (directory.equals(root) || !directory.startsWith(root)) {
      throw new NoSuchFileException(root.toString());
    }
    directories(root, directory.getParent());
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      requireDirectory(directory, e);
    }
    directory(directory.getParent());
  }

  /** Somebody was faster; or somebody else has taken it away again since, and it must be remade. */
  private static void requireDirectory(Path directory, FileAlreadyExistsException taken)
      throws IOException {
    // One look: between two it may go and come.
    if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
      throw taken;
    }
  }
}
