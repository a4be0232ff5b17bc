package io.bactrian.engine.codec;

/**
 * Compresses chunks, each into a member that stands by itself; members concatenate. Not safe for
 * use by several threads: open one per worker and close it.
 */
public interface Codec extends AutoCloseable {

  /** An upper bound for the compressed length of so many bytes. */
  int maxCompressedLength(int rawLength);

  /**
   * Compresses {@code source[0..rawLength)} into {@code target}, which is at least {@link
   * #maxCompressedLength} long.
   *
   * @return the compressed length
   */
  int compress(byte[] source, int rawLength, byte[] target);

  /**
   * Decompresses one member that must give exactly rawLength bytes; CORRUPT otherwise. Never writes
   * past {@code target[rawLength)}.
   */
  void decompress(byte[] source, int compressedLength, byte[] target, int rawLength);

  @Override
  void close();
}
