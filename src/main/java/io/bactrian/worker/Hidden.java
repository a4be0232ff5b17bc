package io.bactrian.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets that were read, so that whatever leaves this process can be searched for them: a second
 * fence behind the stores, which never put one into a message.
 */
final class Hidden {
  private static final int SHORTEST = 6;
  private final Set<String> words = ConcurrentHashMap.newKeySet();

  /** Also each long value inside of it, where it is a list as connection strings and SAS are. */
  void add(String secret) {
    if (secret.length() >= SHORTEST) {
      words.add(secret);
    }
    for (String part : secret.split("[;&]")) {
      String value = part.substring(part.indexOf('=') + 1);
      if (value.length() >= 2 * SHORTEST) {
        words.add(value);
      }
    }
  }

  /** The text with every secret in it struck out; null stays null. */
  String struckOut(String text) {
    String result = text;
    for (String word : words) {
      result = result == null ? null : result.replace(word, "***");
    }
    return result;
  }
}
