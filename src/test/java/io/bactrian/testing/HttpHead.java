package io.bactrian.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP request's first line and headers.
 *
 * @param text all of it, the empty line included
 */
public record HttpHead(String text) {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:.*\r\n");
  private static final Pattern EXPECT = Pattern.compile("(?im)^expect:.*\r\n");
  private static final int END = 0x0d0a0d0a;

  /** Reads it, and not a byte more; empty where the stream ends before. */
  public static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = last << 8 | b;
      if (last == END) {
        return Optional.of(new HttpHead(head.toString(StandardCharsets.ISO_8859_1)));
      }
    }
    return Optional.empty();
  }

  public String method() {
    return text.split(" ", 2)[0];
  }

  /** Path and query, as sent. */
  public String target() {
    return text.split(" ", 3)[1];
  }

  /** Of the body, in bytes; 0 where it does not say. */
  public long contentLength() {
    Matcher length = LENGTH.matcher(text);
    return length.find() ? Long.parseLong(length.group(1)) : 0;
  }

  /** Whether the client sends the body only once it is told to. */
  public boolean waitsForContinue() {
    return text.toLowerCase(Locale.ROOT).contains("expect: 100-continue");
  }

  /** For a server that shall take the body as it comes. */
  public HttpHead withoutExpect() {
    return new HttpHead(EXPECT.matcher(text).replaceAll(""));
  }

  /** The same as the only request of its connection, so that each one is met; websockets stay. */
  public byte[] oneOnly() {
    String one = text;
    if (!text.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
      String bare = CONNECTION.matcher(text).replaceAll("");
      one = bare.substring(0, bare.length() - 2) + "Connection: close\r\n\r\n";
    }
    return one.getBytes(StandardCharsets.ISO_8859_1);
  }
}
