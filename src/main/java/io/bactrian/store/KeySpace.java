package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;
import java.util.Optional;

/**
 * Keys of a repository and keys of its store: the prefix between them, and which keys are plain.
 */
final class KeySpace {
  private final String prefix;

  KeySpace(String prefix) {
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
  }

  /** The store's key. USAGE unless it is plain. */
  String full(String key) {
    return prefix + ObjectKey.requirePlain(key);
  }

  /** The store's prefix for what keys begin with: plain, but for a slash at the end, or empty. */
  String fullPrefix(String begin) {
    String bare = begin.endsWith("/") ? begin.substring(0, begin.length() - 1) : begin;
    if (!begin.isEmpty() && !ObjectKey.isPlain(bare)) {
      throw Failure.usage(
          "key prefix '" + begin + "' is not plain",
          "use letters, digits and . _ = - in each segment, beginning with a letter or a digit");
    }
    return prefix + begin;
  }

  /** The repository's key of a listed one, if it is plain. */
  Optional<String> relative(String full) {
    return full.startsWith(prefix)
        ? Optional.of(full.substring(prefix.length())).filter(ObjectKey::isPlain)
        : Optional.empty();
  }
}
