package io.bactrian.engine.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;

/** A private file (mode 0600) that is counted and hashed while it is written. */
final class SpoolFile extends OutputStream {
  private final OutputStream out;
  private final MessageDigest digest;
  private long length;
  private String sha256;

  SpoolFile(Path path, MessageDigest digest) throws IOException {
    Files.deleteIfExists(path);
    this.digest = digest;
    this.out =
        new BufferedOutputStream(
            Channels.newOutputStream(
                Files.newByteChannel(
                    path,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))),
            64 << 10);
  }

  @Override
  public void write(int b) throws IOException {
    digest.update((byte) b);
    out.write(b);
    length++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    digest.update(bytes, offset, count);
    out.write(bytes, offset, count);
    length += count;
  }

  /** Ends the file and its hash; returns its length. */
  long finish() throws IOException {
    out.flush();
    sha256 = HexFormat.of().formatHex(digest.digest());
    return length;
  }

  String sha256() {
    return sha256;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
