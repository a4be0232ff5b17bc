package io.bactrian.engine.tree;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of a depth-first walk in which the names of one directory are sorted by their raw,
 * unsigned bytes: '/' sorts below every other byte, and a directory before what it holds.
 */
public final class PathOrder implements Comparator<byte[]> {
  public static final PathOrder INSTANCE = new PathOrder();

  private PathOrder() {}

  @Override
  public int compare(byte[] a, byte[] b) {
    int at = Arrays.mismatch(a, b);
    if (at < 0) {
      return 0;
    }
    if (at == a.length || at == b.length) {
      return Integer.compare(a.length, b.length);
    }
    return Integer.compare(rank(a[at]), rank(b[at]));
  }

  private static int rank(byte b) {
    return b == '/' ? -1 : b & 0xff;
  }
}
