package io.bactrian.engine.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that lie in every run so that it can be restored without this program. */
public final class Kit {
  private Kit() {}

  /** {@code restore.sh}: the same bytes for every run of this version. */
  public static byte[] script() {
    return resource("restore.sh");
  }

  /** {@code RESTORE.md} for one run: the same facts give the same bytes. */
  public static byte[] guide(KitFacts facts) {
    String template = text("RESTORE.md");
    String byHand = text("by-hand/" + facts.algorithm().id() + ".md").strip();
    return new Guide(facts, byHand).fill(template).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Kit.class.getResourceAsStream("/kit/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: /kit/" + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
