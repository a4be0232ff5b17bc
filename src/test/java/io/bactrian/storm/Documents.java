package io.bactrian.storm;

/** Resources that a scenario applies, as YAML. */
final class Documents {
  /** Status of a Backup of the schedule {@code table} that is past any retention. */
  static final String COMPLETE_LONG_AGO =
      "{\"phase\": \"Complete\", \"attempt\": 1, \"runId\": \"20200101T000000Z-000000\","
          + " \"backupName\": \"table\", \"timeStarted\": \"2020-01-01T00:00:00Z\","
          + " \"timeCompleted\": \"2020-01-01T00:01:00Z\","
          + " \"commitTime\": \"2020-01-01T00:01:00Z\"}";

  private Documents() {}

  static String workload(String kind, String name) {
    return "apiVersion: apps/v1\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + "}\nspec:\n  replicas: 1\n"
        + (kind.equals("StatefulSet") ? "  serviceName: none\n" : "")
        + "  selector: {matchLabels: {app: "
        + name
        + "}}\n  template:\n    metadata: {labels: {app: "
        + name
        + "}}\n    spec: {containers: [{name: db, image: db}]}\n";
  }

  /** Puts a Backup back under the workload of the same name as the claim. */
  static String restore(String kind, String name, String backup) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: Restore\nmetadata: {name: "
        + name
        + "}\nspec:\n  backupRef: {name: "
        + backup
        + "}\n  overwrite: Replace\n  target: {persistentVolumeClaim: {claimName: "
        + name
        + "}, workload: {kind: "
        + kind
        + ", name: "
        + name
        + "}}\n";
  }

  /** Of the claim {@code data}; keeps one. */
  static String schedule(String name, String storage) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: BackupSchedule\nmetadata: {name: "
        + name
        + "}\nspec:\n  cron: 0 2 * * *\n  maxBackups: 1\n  backupTemplate: {source:"
        + " {persistentVolumeClaim: {claimName: data}}, storage: "
        + storage
        + ", settings: {encryption: {enabled: false}}}\n";
  }
}
