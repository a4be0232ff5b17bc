package io.bactrian.engine.codec;

import io.bactrian.engine.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** One gzip member (RFC 1952) a chunk; no name, no time, so equal bytes give equal members. */
final class GzipCodec implements Codec {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER = 8;

  private final Deflater deflater;
  private final Inflater inflater = new Inflater(true);

  GzipCodec(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public int maxCompressedLength(int rawLength) {
    return HEADER.length + rawLength + rawLength / 1000 + 64 + TRAILER;
  }

  @Override
  public int compress(byte[] source, int rawLength, byte[] target) {
    System.arraycopy(HEADER, 0, target, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(source, 0, rawLength);
    deflater.finish();
    int body = deflater.deflate(target, HEADER.length, target.length - HEADER.length - TRAILER);
    if (!deflater.finished()) {
      throw new IllegalArgumentException("target is too short");
    }
    ByteBuffer.wrap(target, HEADER.length + body, TRAILER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(crc(source, rawLength))
        .putInt(rawLength);
    return HEADER.length + body + TRAILER;
  }

  @Override
  public void decompress(byte[] source, int compressedLength, byte[] target, int rawLength) {
    int body = compressedLength - HEADER.length - TRAILER;
    if (body < 0 || !Arrays.equals(source, 0, HEADER.length, HEADER, 0, HEADER.length)) {
      throw Failure.corrupt("a gzip member has no header of ours");
    }
    inflater.reset();
    inflater.setInput(source, HEADER.length, body);
    if (inflate(target, rawLength) != rawLength || !inflater.finished()) {
      throw Failure.corrupt("a gzip member does not hold " + rawLength + " bytes");
    }
    checkTrailer(source, HEADER.length + body, target, rawLength);
  }

  private int inflate(byte[] target, int rawLength) {
    try {
      int length = inflater.inflate(target, 0, rawLength);
      if (!inflater.finished()) {
        length += inflater.inflate(new byte[1]);
      }
      return length;
    } catch (DataFormatException e) {
      throw Failure.corrupt("a gzip member cannot be decompressed: " + e.getMessage());
    }
  }

  private static void checkTrailer(byte[] source, int at, byte[] target, int rawLength) {
    ByteBuffer trailer = ByteBuffer.wrap(source, at, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    if (trailer.getInt() != crc(target, rawLength) || trailer.getInt() != rawLength) {
      throw Failure.corrupt("a gzip member's CRC-32 is wrong");
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
