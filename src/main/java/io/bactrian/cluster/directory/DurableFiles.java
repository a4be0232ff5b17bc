package io.bactrian.cluster.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are there whole or not at all, whatever is killed when, power cuts included. */
final class DurableFiles {
  /** Ends the name of a file that is being written; whoever finds one at a start removes it. */
  static final String HALF_WRITTEN = ".tmp";

  private DurableFiles() {}

  /** Replaces the file by rename; readable by its owner alone. */
  static void replace(Path file, byte[] content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + HALF_WRITTEN);
    Files.deleteIfExists(half);
    write(half, content);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.getParent());
  }

  /** A new file, on disk when this returns; readable by its owner alone from the first moment. */
  static void write(Path file, byte[] content) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, mode(file, "rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Does nothing where it is gone already. */
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      sync(file.getParent());
    }
  }

  /** A directory that only its owner may enter, and those above it. */
  static Path privateDirectory(Path directory) throws IOException {
    return Files.createDirectories(directory, mode(directory, "rwx------"));
  }

  /** Makes the names in a directory outlive a power cut. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
