package io.bactrian.cluster.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.Restore;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the API server would do to a spec by its CRD: defaults, and members that never change. */
final class SpecRules {
  private SpecRules() {}

  static void setDefaults(CustomResource<?, ?> resource) {
    if (resource instanceof Backup backup) {
      setDefaults(backup.getSpec());
    } else if (resource instanceof BackupSchedule schedule
        && schedule.getSpec().backupTemplate != null) {
      setDefaults(schedule.getSpec().backupTemplate);
    } else if (resource instanceof Restore restore && restore.getSpec().overwrite == null) {
      restore.getSpec().overwrite = "Never";
    }
  }

  private static void setDefaults(BackupSpec spec) {
    spec.mode = spec.mode == null ? "snapshot" : spec.mode;
    spec.cleanPolicy = spec.cleanPolicy == null ? "Retain" : spec.cleanPolicy;
  }

  static boolean same(CustomResource<?, ?> one, CustomResource<?, ?> other) {
    return Formats.tree(one.getSpec()).equals(Formats.tree(other.getSpec()));
  }

  /** Members of the spec that differ though they may not. */
  static List<String> frozenChanges(CustomResource<?, ?> before, CustomResource<?, ?> after) {
    List<String> changed = new ArrayList<>();
    if (before instanceof BackupSchedule) {
      return changed;
    }
    ObjectNode old = Formats.tree(before.getSpec()).deepCopy();
    ObjectNode given = Formats.tree(after.getSpec()).deepCopy();
    if (before instanceof Backup) {
      List<String> free = List.of("cleanPolicy", "backoffRetryPolicy", "pod");
      old.remove(free);
      given.remove(free);
    }
    TreeSet<String> members = new TreeSet<>();
    old.fieldNames().forEachRemaining(members::add);
    given.fieldNames().forEachRemaining(members::add);
    for (String member : members) {
      JsonNode was = old.path(member);
      if (!was.equals(given.path(member))) {
        changed.add("spec." + member);
      }
    }
    return changed;
  }
}
