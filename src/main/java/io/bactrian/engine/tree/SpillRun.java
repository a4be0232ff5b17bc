package io.bactrian.engine.tree;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * One sorted run in a temporary file: appended, rewound, read once. The file loses its name as soon
 * as it is open (DELETE_ON_CLOSE does that on Unix).
 */
final class SpillRun implements Closeable {
  private static final int BUFFER = 32 << 10;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path spoolDir;
  private final FileChannel channel;
  private DataOutputStream out;
  private DataInputStream in;
  private long unread;

  SpillRun(Path spoolDir) throws IOException {
    this.spoolDir = spoolDir;
    this.channel =
        FileChannel.open(
            spoolDir.resolve("sort-" + UUID.randomUUID() + ".run"),
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE),
            OWNER_ONLY);
    this.out =
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
  }

  void append(byte[] record) {
    try {
      out.writeInt(record.length);
      out.write(record);
      unread++;
    } catch (IOException e) {
      throw TreeFailures.spool(spoolDir, e);
    }
  }

  /** Ends the writing. */
  void rewind() {
    try {
      out.flush();
      out = null;
      channel.position(0);
    } catch (IOException e) {
      throw TreeFailures.spool(spoolDir, e);
    }
  }

  /** The next record, or null at the end. */
  byte[] next() {
    if (unread == 0) {
      return null;
    }
    try {
      if (in == null) {
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
      }
      byte[] record = new byte[in.readInt()];
      in.readFully(record);
      unread--;
      return record;
    } catch (IOException e) {
      throw TreeFailures.spool(spoolDir, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw TreeFailures.spool(spoolDir, e);
    }
  }
}
