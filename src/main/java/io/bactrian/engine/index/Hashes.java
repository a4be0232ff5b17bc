package io.bactrian.engine.index;

import java.util.zip.CRC32C;
import net.openhft.hashing.LongHashFunction;
import net.openhft.hashing.LongTupleHashFunction;

/** The fast hashes of the index: XXH3-128 of chunks, CRC-32C of contents, cut hashes of paths. */
public final class Hashes {
  private static final LongHashFunction PATHS = LongHashFunction.xx3(0x6261637472L);

  private Hashes() {}

  /** XXH3-128 under a seed; costly to make, so made once. Safe for many threads. */
  public static LongTupleHashFunction seeded(long seed) {
    return LongTupleHashFunction.xx128(seed);
  }

  /** {high, low}. */
  public static long[] xxh3(LongTupleHashFunction function, byte[] raw, int length) {
    long[] low = function.hashBytes(raw, 0, length);
    return new long[] {low[1], low[0]};
  }

  public static int crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** The hash that cuts go by: of a path and a position in it; 32 bits, as an unsigned long. */
  public static long cut(byte[] path, long position) {
    return (PATHS.hashBytes(path) + position * 0x9E3779B97F4A7C15L) >>> 32;
  }
}
