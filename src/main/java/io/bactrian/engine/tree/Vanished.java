package io.bactrian.engine.tree;

import java.nio.charset.StandardCharsets;

/**
 * A path that was there is not, or is something else now. Not a failure: reported, and left out.
 */
public final class Vanished extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param path raw bytes, relative to the root
   */
  public Vanished(byte[] path) {
    super("vanished: " + new String(path, StandardCharsets.UTF_8));
  }
}
