package io.bactrian.engine.tree;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * File names as the bytes they are. {@link Path#toString} loses bytes the locale cannot decode, and
 * {@link Path#of(String, String...)} refuses characters it cannot encode; the way through a file
 * URI keeps every byte in every locale. Names that the locale says exactly (ASCII always, valid
 * UTF-8 under a UTF-8 locale) take a short cut without URI or system call.
 */
public final class PathBytes {
  private static final boolean UTF8_LOCALE = utf8Locale();
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final byte[] EMPTY = {};

  private PathBytes() {}

  /** The bytes of the last name of a path; empty where it has none. */
  public static byte[] nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? EMPTY : of(name);
  }

  /**
   * The bytes of a whole path exactly as it stands, relative or absolute, as a symlink's target.
   */
  public static byte[] of(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    if (UTF8_LOCALE && text.indexOf('\uFFFD') < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return fromUri(path, text);
  }

  /**
   * The path of these bytes under a root. Neither resolves nor refuses ".." or symlinks: whoever
   * takes names from an archive checks them first.
   *
   * @param relativePath no leading '/'; empty for the root itself
   * @throws InvalidPathException for a NUL byte
   */
  public static Path resolve(Path root, byte[] relativePath) {
    if (relativePath.length == 0) {
      return root;
    }
    if (isAscii(relativePath)) {
      return root.resolve(new String(relativePath, StandardCharsets.ISO_8859_1));
    }
    if (UTF8_LOCALE) {
      String text = new String(relativePath, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        return root.resolve(text);
      }
    }
    Path absolute = Path.of(URI.create("file:///" + escape(relativePath)));
    return root.resolve(absolute.subpath(0, absolute.getNameCount()));
  }

  /** dir + '/' + name, or just the name where dir is empty (the root). */
  public static byte[] join(byte[] dir, byte[] name) {
    if (dir.length == 0) {
      return name;
    }
    byte[] path = new byte[dir.length + 1 + name.length];
    System.arraycopy(dir, 0, path, 0, dir.length);
    path[dir.length] = '/';
    System.arraycopy(name, 0, path, dir.length + 1, name.length);
    return path;
  }

  /** Whether every byte is below 0x80. */
  static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** A URI's path ends in '/' where the path is a directory just now, so that one is not a byte. */
  private static byte[] fromUri(Path path, String text) {
    byte[] bytes = unescape(Path.of("/").resolve(path).toUri().getRawPath());
    int from = path.isAbsolute() ? 0 : 1;
    int end = bytes.length;
    if (bytes[end - 1] == '/' && !text.endsWith("/")) {
      end--;
    }
    return Arrays.copyOfRange(bytes, from, end);
  }

  private static String escape(byte[] bytes) {
    StringBuilder escaped = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (b == 0) {
        throw new InvalidPathException("\\0", "NUL byte in a file name");
      }
      if (b == '/') {
        escaped.append('/');
      } else {
        escaped.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
      }
    }
    return escaped.toString();
  }

  private static byte[] unescape(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        c = (char) (Character.digit(raw.charAt(++i), 16) << 4);
        c |= (char) Character.digit(raw.charAt(++i), 16);
      }
      bytes.write(c);
    }
    return bytes.toByteArray();
  }

  private static boolean utf8Locale() {
    String name = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(name) && Charset.forName(name).equals(StandardCharsets.UTF_8);
  }
}
