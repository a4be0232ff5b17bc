package io.bactrian.control;

import io.bactrian.api.Restore;
import io.bactrian.api.RestoreSpec;
import io.bactrian.api.Target;
import io.bactrian.api.Workload;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.store.ObjectKey;
import java.util.List;

/** What is wrong with a Restore, as far as the Restore alone tells. */
public final class RestoreCheck {
  private static final String SPEC = "spec";
  private static final String WHICH =
      "name one of them: backupRef: {name: …}, or storage with backupPath";
  private static final String PATH_HINT =
      "write it as <namespace>/<name>/<run-id>, or <namespace>/<name> for the latest";

  private RestoreCheck() {}

  /** Empty: nothing is wrong. See {@link BackupCheck#problems(io.bactrian.api.Backup, boolean)}. */
  public static List<Problem> problems(Restore restore, boolean machinePaths) {
    Checklist list = new Checklist();
    list.dnsName("metadata.name", restore.getMetadata().getName(), BackupCheck.LONGEST_NAME);
    RestoreSpec spec = restore.getSpec();
    if (spec == null) {
      list.missing(SPEC, WHICH);
      return list.problems();
    }
    PathCheck paths = new PathCheck(list, machinePaths);
    origin(list, paths, spec);
    encryption(list, spec, restore.getMetadata().getNamespace());
    target(list, paths, spec.target);
    list.oneOf("spec.overwrite", spec.overwrite, List.of("Never", "Replace", "Merge"));
    paths.relative("spec.paths", spec.paths);
    RetryCheck.check(list, SPEC, spec.backoffRetryPolicy);
    return list.problems();
  }

  private static void origin(Checklist list, PathCheck paths, RestoreSpec spec) {
    boolean byPath = spec.storage != null || spec.backupPath != null;
    if (spec.backupRef != null && byPath) {
      list.badUnseen(SPEC, "has both backupRef and storage or backupPath", WHICH);
    } else if (spec.backupRef != null) {
      list.objectName("spec.backupRef.name", spec.backupRef.name, "name the Backup");
      list.namespace("spec.backupRef.namespace", spec.backupRef.namespace);
    } else if (byPath) {
      new StorageCheck(list, paths, SPEC).check(spec.storage);
      backupPath(list, spec.backupPath);
    } else {
      list.badUnseen(SPEC, "says nothing of which backup to restore", WHICH);
    }
  }

  private static void backupPath(Checklist list, String path) {
    String field = "spec.backupPath";
    if (!list.require(field, path, PATH_HINT)) {
      return;
    }
    String[] parts = path.split("/", -1);
    boolean shaped =
        ObjectKey.isPlain(path)
            && (parts.length == 2 || parts.length == 3 && RunId.parse(parts[2]).isPresent());
    if (!shaped) {
      list.bad(field, path, "is no path of a backup", PATH_HINT);
    }
  }

  /** With backupRef and without settings of its own, a Restore takes the Backup's. */
  private static void encryption(Checklist list, RestoreSpec spec, String namespace) {
    boolean given = spec.settings != null && spec.settings.encryption != null;
    if (given || spec.backupRef == null) {
      new EncryptionCheck(list, "spec.settings")
          .check(given ? spec.settings.encryption : null, namespace);
    }
  }

  private static void target(Checklist list, PathCheck paths, Target target) {
    if (target == null) {
      list.missing("spec.target", "say where to: persistentVolumeClaim: {claimName: …}");
      return;
    }
    paths.place("spec.target", target.persistentVolumeClaim, target.path);
    if (target.workload != null) {
      workload(list, target.workload);
    }
  }

  private static void workload(Checklist list, Workload workload) {
    List<String> kinds = List.of("StatefulSet", "Deployment", "ReplicaSet");
    String hint = "use one of " + String.join(", ", kinds);
    if (list.require("spec.target.workload.kind", workload.kind, hint)) {
      list.oneOf("spec.target.workload.kind", workload.kind, kinds);
    }
    list.objectName("spec.target.workload.name", workload.name, "name the workload");
  }
}
