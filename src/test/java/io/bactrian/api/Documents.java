package io.bactrian.api;

/** The least that each kind needs, and room for more. */
final class Documents {
  private Documents() {}

  static String backup(String name, String... specLines) {
    return document(
        "Backup",
        name,
        """
          source: {persistentVolumeClaim: {claimName: data}}
          storage: {provider: s3, bucket: backups}
        """,
        specLines);
  }

  static String restore(String name, String... specLines) {
    return document(
        "Restore",
        name,
        """
          backupRef: {name: nightly}
          target: {persistentVolumeClaim: {claimName: data}}
        """,
        specLines);
  }

  static String schedule(String name, String... specLines) {
    return document(
        "BackupSchedule",
        name,
        """
          cron: "0 2 * * *"
          backupTemplate:
            source: {persistentVolumeClaim: {claimName: data}}
            storage: {provider: s3, bucket: backups}
        """,
        specLines);
  }

  /** With nothing in its spec but these lines. */
  static String bare(String kind, String name, String... specLines) {
    return document(kind, name, "", specLines);
  }

  private static String document(String kind, String name, String spec, String... more) {
    StringBuilder text =
        new StringBuilder("apiVersion: bactrian.io/v1alpha1\nkind: ")
            .append(kind)
            .append("\nmetadata: {name: \"")
            .append(name)
            .append("\"}\nspec:\n")
            .append(spec);
    for (String line : more) {
      text.append("  ").append(line).append('\n');
    }
    return text.toString();
  }
}
