package io.bactrian.worker;

import java.util.List;

/**
 * The engine says what to do in the words of the command line. Whoever reads a status has no flags,
 * but fields of a resource: these are their names. What has no field stays as it is.
 */
final class FieldNames {
  private record Word(String flag, String field) {}

  /** Longer ones first, where one begins another. */
  private static final List<Word> WORDS =
      List.of(
          new Word("--overwrite replace", "overwrite: Replace"),
          new Word("--overwrite merge", "overwrite: Merge"),
          new Word("--no-encryption", "settings.encryption.enabled: false"),
          new Word("--key-file", "settings.encryption.keySecretRef"),
          new Word("--exclude", "source.exclude"),
          new Word(
              "use --namespace with one of", "begin spec.backupPath with one of the namespaces"),
          new Word("use --name with one of", "name one of these in spec.backupPath"),
          new Word("--namespace", "metadata.namespace"),
          new Word("--name", "metadata.name"),
          new Word("make one with 'bactrian backup'", "make it with a Backup first"));

  private FieldNames() {}

  /**
   * @param hint may be null
   */
  static String of(String hint) {
    String text = hint;
    for (Word word : WORDS) {
      text = text == null ? null : text.replace(word.flag(), word.field());
    }
    return text;
  }
}
