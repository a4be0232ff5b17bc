package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.Names;
import io.bactrian.api.Source;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.tree.Excludes;
import java.util.List;
import java.util.Map;

/** What is wrong with a Backup, as far as the Backup alone tells. */
public final class BackupCheck {
  /** So that the Job of a Restore of this name, {@code restore-<name>}, has a name. */
  static final int LONGEST_NAME = 55;

  private static final List<String> MODES = List.of("snapshot", "log");
  private static final List<String> CLEAN_POLICIES = List.of("Retain", "OnFailure", "Delete");

  private BackupCheck() {}

  /**
   * Empty: nothing is wrong. Whether a provider that is not {@link #isBuiltIn built in}, a claim or
   * a Secret exists is not known here.
   *
   * @param machinePaths whether a path without a claim is one of this machine; else a claim is
   *     required
   */
  public static List<Problem> problems(Backup backup, boolean machinePaths) {
    Checklist list = new Checklist();
    list.dnsName("metadata.name", backup.getMetadata().getName(), longest(backup));
    spec(list, "spec", backup.getSpec(), backup.getMetadata().getNamespace(), machinePaths);
    return list.problems();
  }

  /** Whether the provider is one of ours, so that {@link Question.Provider} need not be asked. */
  public static boolean isBuiltIn(String provider) {
    return StorageCheck.isBuiltIn(provider);
  }

  /** For a provider that {@link Question.Provider} knows nothing of. */
  public static Problem unknownProvider(String field, String provider) {
    Checklist list = new Checklist();
    list.bad(field, provider, "is not known", "use one of " + StorageCheck.known());
    return list.problems().get(0);
  }

  private static int longest(Backup backup) {
    Map<String, String> labels = backup.getMetadata().getLabels();
    boolean scheduled = labels != null && labels.containsKey(Names.SCHEDULE);
    return scheduled ? ScheduleCheck.LONGEST_BACKUP_NAME : LONGEST_NAME;
  }

  static void spec(
      Checklist list, String field, BackupSpec spec, String namespace, boolean machinePaths) {
    if (spec == null) {
      list.missing(field, "say what is backed up, and where to: source and storage");
      return;
    }
    mode(list, field, spec.mode);
    list.oneOf(field + ".cleanPolicy", spec.cleanPolicy, CLEAN_POLICIES);
    PathCheck paths = new PathCheck(list, machinePaths);
    source(list, paths, field + ".source", spec.source);
    new StorageCheck(list, paths, field).check(spec.storage);
    new SettingsCheck(list, field).check(spec.settings, namespace);
    RetryCheck.check(list, field, spec.backoffRetryPolicy);
  }

  private static void mode(Checklist list, String field, String mode) {
    list.oneOf(field + ".mode", mode, MODES);
    if ("log".equals(mode)) {
      list.bad(
          field + ".mode",
          mode,
          "is not offered yet: following a log comes with a later version",
          "use mode: snapshot, or leave it out");
    }
  }

  private static void source(Checklist list, PathCheck paths, String field, Source source) {
    if (source == null) {
      list.missing(field, "say what is backed up: persistentVolumeClaim: {claimName: …}");
      return;
    }
    paths.place(field, source.persistentVolumeClaim, source.path);
    for (int i = 0; source.exclude != null && i < source.exclude.size(); i++) {
      exclude(list, field + ".exclude[" + i + "]", source.exclude.get(i));
    }
  }

  private static void exclude(Checklist list, String field, String pattern) {
    if (!list.require(field, pattern, "write a pattern such as '*.tmp', or leave it out")) {
      return;
    }
    try {
      Excludes.of(List.of(pattern));
    } catch (Failure e) {
      list.bad(field, pattern, "is no valid pattern", e.hint().orElse(""));
    }
  }
}
