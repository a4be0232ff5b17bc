package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Names;
import io.bactrian.api.Restore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of documents that mean something in a directory. */
enum Kinds {
  BACKUP("Backup", ours(), Backup.class, 55),
  RESTORE("Restore", ours(), Restore.class, 55),
  SCHEDULE("BackupSchedule", ours(), BackupSchedule.class, 36),
  SECRET("Secret", "v1", Secret.class, 253),
  CLAIM("PersistentVolumeClaim", "v1", PersistentVolumeClaim.class, 253),
  NAMESPACE("Namespace", "v1", Namespace.class, 63);

  private static final Map<String, Kinds> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(kind -> kind.kind, kind -> kind));

  private final String kind;
  private final String apiVersion;
  private final Class<? extends HasMetadata> type;
  private final int longestName;

  Kinds(String kind, String apiVersion, Class<? extends HasMetadata> type, int longestName) {
    this.kind = kind;
    this.apiVersion = apiVersion;
    this.type = type;
    this.longestName = longestName;
  }

  private static String ours() {
    return Names.GROUP + "/" + Names.VERSION;
  }

  /** Kinds of our own group, in the order of the documentation. */
  static List<String> own() {
    return Arrays.stream(values())
        .filter(kind -> kind.apiVersion.equals(ours()))
        .map(Kinds::kind)
        .toList();
  }

  static boolean isOwnGroup(String apiVersion) {
    return group(apiVersion).equals(Names.GROUP);
  }

  /** Empty for a kind that is nothing to us, be it of another group. */
  static Optional<Kinds> of(String apiVersion, String kind) {
    return Optional.ofNullable(BY_NAME.get(kind))
        .filter(known -> group(known.apiVersion).equals(group(apiVersion)));
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  String kind() {
    return kind;
  }

  String apiVersion() {
    return apiVersion;
  }

  Class<? extends HasMetadata> type() {
    return type;
  }

  /** How long a name may be, in characters: names of Jobs are made of it. */
  int longestName() {
    return longestName;
  }
}
