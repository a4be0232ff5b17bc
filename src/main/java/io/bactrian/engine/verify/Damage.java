package io.bactrian.engine.verify;

import java.util.List;

/**
 * Something of a backup that is not as it was stored.
 *
 * @param object its key, relative to the name's directory
 * @param problem a sentence
 * @param files what lies in it: the first of them, directories left out, as far as the index tells
 * @param fileCount how many there are
 */
public record Damage(String object, String problem, List<String> files, long fileCount) {
  public static final int MOST_FILES = 1_000;

  public Damage {
    files = List.copyOf(files.size() > MOST_FILES ? files.subList(0, MOST_FILES) : files);
  }

  static Damage of(String object, String problem) {
    return new Damage(object, problem, List.of(), 0);
  }
}
