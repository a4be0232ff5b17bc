package io.bactrian.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Gives a complete file its name, only if nothing has that name: by a hard link, which never
 * overwrites. Where a file system has no hard links, by a rename under a lock that every Bactrian
 * writing there takes.
 */
final class CreateOnly {
  /** Makes hard links; a test's own shows what happens without. */
  interface Linker {
    void link(Path name, Path existing) throws IOException;
  }

  private static final Object ONE_AT_A_TIME = new Object();

  private final Path lockFile;
  private final Linker linker;

  CreateOnly(Path lockFile, Linker linker) {
    this.lockFile = lockFile;
    this.linker = linker;
  }

  /**
   * Gives the file a second name; its first one stays. FileAlreadyExistsException if it is taken.
   */
  void name(Path existing, Path name) throws IOException {
    try {
      linker.link(name, existing);
    } catch (UnsupportedOperationException e) {
      move(copyBeside(existing, name), name);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!hasNoLinks(e)) {
        throw e;
      }
      move(copyBeside(existing, name), name);
    }
  }

  private static boolean hasNoLinks(FileSystemException e) {
    String reason = String.valueOf(e.getReason()).toLowerCase(Locale.ROOT);
    return reason.contains("operation not permitted")
        || reason.contains("not supported")
        || reason.contains("cross-device")
        || reason.contains("too many links")
        || reason.contains("function not implemented");
  }

  /** A rename needs a file of its own: the first name must stay. */
  private static Path copyBeside(Path existing, Path name) throws IOException {
    Path copy = Files.createTempFile(name.getParent(), ".put-", ".tmp");
    try {
      Files.copy(existing, copy, StandardCopyOption.REPLACE_EXISTING);
      Durable.file(copy);
      return copy;
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  private void move(Path copy, Path name) throws IOException {
    Files.createDirectories(lockFile.getParent());
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(name.toString());
        }
        Files.move(copy, name, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(copy);
      }
    }
  }
}
