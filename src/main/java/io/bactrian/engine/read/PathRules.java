package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import java.nio.charset.StandardCharsets;

/** Which paths an index may hold: relative, and leading nowhere but down. */
public final class PathRules {
  private PathRules() {}

  /** CORRUPT unless the path is one or more names, none of them empty, "." or "..", without NUL. */
  static void require(byte[] path, String what) {
    if (!isPlain(path)) {
      throw Failure.corrupt(
          "the index holds a " + what + " that leads out of the tree: '" + text(path) + "'");
    }
  }

  public static boolean isPlain(byte[] path) {
    int from = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        if (!isName(path, from, at)) {
          return false;
        }
        from = at + 1;
      } else if (path[at] == 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isName(byte[] path, int from, int to) {
    int length = to - from;
    boolean dot = length == 1 && path[from] == '.';
    boolean dotDot = length == 2 && path[from] == '.' && path[from + 1] == '.';
    return length > 0 && !dot && !dotDot;
  }

  /** Whether the path is the directory itself or lies below it; everything lies below the root. */
  public static boolean isWithin(byte[] path, byte[] directory) {
    if (directory.length == 0) {
      return true;
    }
    if (path.length < directory.length) {
      return false;
    }
    for (int i = 0; i < directory.length; i++) {
      if (path[i] != directory[i]) {
        return false;
      }
    }
    return path.length == directory.length || path[directory.length] == '/';
  }

  /** Where the last '/' is, or -1. */
  static int lastSlash(byte[] path) {
    int at = path.length - 1;
    while (at >= 0 && path[at] != '/') {
      at--;
    }
    return at;
  }

  public static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }
}
