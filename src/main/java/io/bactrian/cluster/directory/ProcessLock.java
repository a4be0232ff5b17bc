package io.bactrian.cluster.directory;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.HostProcesses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One process works in a directory at a time: a lock of the operating system on a file, which goes
 * with the process however it ends. The file says who holds it.
 */
final class ProcessLock implements AutoCloseable {
  private final FileChannel channel;

  private ProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  /** LOCKED, naming the holder, where another process has it. */
  static ProcessLock take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw held(file);
      }
      sayWho(channel);
      return new ProcessLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process
    }
  }

  private static void sayWho(FileChannel channel) throws IOException {
    String who =
        "process %d on %s since %s%n"
            .formatted(
                ProcessHandle.current().pid(),
                HostProcesses.hostName(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(who.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  private static Failure held(Path file) throws IOException {
    String holder = Files.readString(file).strip();
    return Failure.of(
        FailureClass.LOCKED,
        "the directory '"
            + file.getParent().getParent()
            + "' is run by "
            + (holder.isEmpty() ? "another process" : holder),
        "stop that one first, or run another directory");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
