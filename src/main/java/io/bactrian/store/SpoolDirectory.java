package io.bactrian.store;

import io.bactrian.engine.work.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The spool of one open store: a directory of its own and, beside it, a locked file that says that
 * its owner lives. Opening one removes those whose owners are dead, on whatever host they were.
 */
final class SpoolDirectory implements AutoCloseable {
  /** Of this JVM: its locks must not be tried, for closing a second channel drops a POSIX lock. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final String LOCK = ".lock";
  private static final long STRAY_MILLIS = 24L * 60 * 60 * 1000;

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private SpoolDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  static SpoolDirectory open(Path spools) throws IOException {
    Files.createDirectories(spools);
    removeDead(spools);
    while (true) {
      SpoolDirectory opened = tryOpen(spools.resolve("spool-" + random()));
      if (opened != null) {
        return opened;
      }
    }
  }

  /** Null where another process took the lock file for a dead one's before it was locked. */
  private static SpoolDirectory tryOpen(Path path) throws IOException {
    Path lockFile = lockFile(path);
    OWN.add(lockFile);
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null || !Files.exists(lockFile)) {
      channel.close();
      OWN.remove(lockFile);
      return null;
    }
    Files.createDirectory(path);
    return new SpoolDirectory(path, channel, lock);
  }

  private static String random() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Path lockFile(Path path) {
    return path.resolveSibling(path.getFileName() + LOCK);
  }

  Path path() {
    return path;
  }

  private static void removeDead(Path spools) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(spools)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith("spool-") && name.endsWith(LOCK) && !OWN.contains(file)) {
          removeIfDead(file);
        } else if (name.startsWith("put-") && isOld(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void removeIfDead(Path lockFile) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        String name = lockFile.getFileName().toString();
        PrivateDirectory.remove(
            lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    } catch (NoSuchFileException e) {
      return; // another one removed it meanwhile
    }
  }

  /** A copy on its way into place has no owner to ask; a day is longer than any put. */
  private static boolean isOld(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return System.currentTimeMillis() - attributes.lastModifiedTime().toMillis() > STRAY_MILLIS;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      PrivateDirectory.remove(path);
      Files.deleteIfExists(lockFile(path));
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("spool " + path + " was not removed", e);
    } finally {
      OWN.remove(lockFile(path));
    }
  }
}
