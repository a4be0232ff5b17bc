package io.bactrian.engine.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file of the source, open for reading. Never opened through a symlink at the path itself, and
 * never where something else than a regular file lies (opening a FIFO would wait for ever).
 * Positional, so that many threads may read one file.
 */
public final class SourceFile implements Closeable {
  /** The JDK copies through a direct buffer of the read's size, one for each thread. */
  private static final int PIECE = 256 << 10;

  private static final Set<OpenOption> READ_NOFOLLOW =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final FileChannel channel;

  private SourceFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param path the entry's path, named if it vanished
   * @throws Vanished if there is no regular file (any more)
   * @throws io.bactrian.engine.failure.Failure UNREADABLE if it may not or cannot be opened
   */
  public static SourceFile open(Path file, byte[] path) throws Vanished {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw absentOrUnreadable(file, path);
    }
    try {
      return new SourceFile(file, FileChannel.open(file, READ_NOFOLLOW));
    } catch (IOException e) {
      if (Files.isSymbolicLink(file)) {
        throw new Vanished(path);
      }
      throw TreeFailures.goneOrUnreadable(file, path, e);
    }
  }

  /**
   * Reads at an offset until the length is reached or the file ends.
   *
   * @return bytes read; less than length only where the file ends before
   * @throws io.bactrian.engine.failure.Failure UNREADABLE if the system cannot read
   */
  public int read(long offset, byte[] buffer, int from, int length) {
    int done = 0;
    try {
      while (done < length) {
        int piece = Math.min(PIECE, length - done);
        int read = channel.read(ByteBuffer.wrap(buffer, from + done, piece), offset + done);
        if (read < 0) {
          break;
        }
        done += read;
      }
      return done;
    } catch (IOException e) {
      throw TreeFailures.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw TreeFailures.unreadable(file, e);
    }
  }

  /** A look that failed for another reason than absence is told as it was. */
  private static Vanished absentOrUnreadable(Path file, byte[] path) {
    try {
      Stat.of(file);
      return new Vanished(path);
    } catch (IOException e) {
      return TreeFailures.goneOrUnreadable(file, path, e);
    }
  }
}
