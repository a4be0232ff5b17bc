package io.bactrian.engine.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a PAX extended header: records {@code <length> <key>=<value>\n}, in bytes. */
final class PaxRecords {
  private static final long SECOND = 1_000_000_000L;
  private static final String XATTR = "SCHILY.xattr.";

  private byte[] body = {};
  private int length;

  int length() {
    return length;
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(body, 0, target, at, length);
  }

  void add(String key, long value) {
    add(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** As GNU tar writes it: '=' and '%' in a name would end or garble the key. */
  void addXattr(String name, byte[] value) {
    add(XATTR + name.replace("%", "%25").replace("=", "%3D"), value);
  }

  /**
   * Seconds since the epoch as a decimal number, without trailing zeros: -0.5 is half before it.
   */
  void addTime(String key, long nanos) {
    long seconds = nanos / SECOND;
    long fraction = Math.abs(nanos % SECOND);
    StringBuilder text = new StringBuilder(24);
    if (nanos < 0) {
      text.append('-');
    }
    text.append(Math.abs(seconds));
    if (fraction != 0) {
      String digits = Long.toString(SECOND + fraction);
      int end = digits.length();
      while (digits.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(digits, 1, end);
    }
    add(key, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  void add(String key, byte[] value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    int rest = 1 + name.length + 1 + value.length + 1;
    int total = withOwnDigits(rest);
    reserve(total);
    put(Integer.toString(total).getBytes(StandardCharsets.US_ASCII));
    put((byte) ' ');
    put(name);
    put((byte) '=');
    put(value);
    put((byte) '\n');
  }

  /** A record's length counts the digits that say it. */
  private static int withOwnDigits(int rest) {
    int total = rest + 1;
    while (rest + digits(total) != total) {
      total = rest + digits(total);
    }
    return total;
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void reserve(int more) {
    if (length + more > body.length) {
      body = Arrays.copyOf(body, Math.max(64, Math.max(length + more, 2 * body.length)));
    }
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, body, length, bytes.length);
    length += bytes.length;
  }

  private void put(byte b) {
    body[length++] = b;
  }
}
