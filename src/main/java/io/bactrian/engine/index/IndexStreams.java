package io.bactrian.engine.index;

import com.github.luben.zstd.ZstdInputStream;
import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.codec.Codec;
import io.bactrian.engine.failure.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** Compression of index segments: members that concatenate, read as one stream. */
public final class IndexStreams {
  private static final int MEMBER = 256 << 10;

  private IndexStreams() {}

  /** Compresses in members of 256 KiB; close() ends the last one and closes neither argument. */
  public static OutputStream compress(Codec codec, OutputStream sink) {
    return new Members(codec, sink);
  }

  /** The plain lines of a decrypted segment; closing closes the stream underneath. */
  public static InputStream decompress(ArchiveFormat format, InputStream in) throws IOException {
    return switch (format) {
      case TAR_ZST -> new ZstdInputStream(in).setContinuous(false);
      case TAR_GZ -> new GZIPInputStream(in, 64 << 10);
      case TAR -> new BufferedInputStream(in, 64 << 10);
    };
  }

  private static final class Members extends OutputStream {
    private final Codec codec;
    private final OutputStream sink;
    private final byte[] plain = new byte[MEMBER];
    private final byte[] member;
    private int length;

    Members(Codec codec, OutputStream sink) {
      this.codec = codec;
      this.sink = sink;
      this.member = new byte[codec.maxCompressedLength(MEMBER)];
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int at = offset;
      int left = count;
      while (left > 0) {
        int part = Math.min(left, MEMBER - length);
        System.arraycopy(bytes, at, plain, length, part);
        length += part;
        at += part;
        left -= part;
        if (length == MEMBER) {
          endMember();
        }
      }
    }

    private void endMember() throws IOException {
      if (length > 0) {
        sink.write(member, 0, codec.compress(plain, length, member));
        length = 0;
      }
    }

    @Override
    public void close() throws IOException {
      endMember();
    }
  }

  /** A failure of a decompressor as what it is: damaged bytes. */
  public static Failure damaged(String key, IOException e) {
    return Failure.corrupt("index segment '" + key + "' cannot be read: " + e.getMessage());
  }
}
