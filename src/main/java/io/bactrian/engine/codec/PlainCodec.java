package io.bactrian.engine.codec;

import io.bactrian.engine.failure.Failure;

/** Chunks as they are. */
final class PlainCodec implements Codec {
  @Override
  public int maxCompressedLength(int rawLength) {
    return rawLength;
  }

  @Override
  public int compress(byte[] source, int rawLength, byte[] target) {
    System.arraycopy(source, 0, target, 0, rawLength);
    return rawLength;
  }

  @Override
  public void decompress(byte[] source, int compressedLength, byte[] target, int rawLength) {
    if (compressedLength != rawLength) {
      throw Failure.corrupt("a chunk holds " + compressedLength + " bytes, not " + rawLength);
    }
    System.arraycopy(source, 0, target, 0, rawLength);
  }

  @Override
  public void close() {}
}
