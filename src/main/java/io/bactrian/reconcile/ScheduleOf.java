package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schedule that may have made a Backup: it looks again when one of its Backups ends or goes. By
 * the name, since a Backup that is gone has no label any more; a name that only looks like a
 * schedule's costs one pass that finds nothing.
 */
public final class ScheduleOf {
  private static final Pattern MADE =
      Pattern.compile("(.+)-\\d{4}-\\d{2}-\\d{2}t\\d{2}-\\d{2}-\\d{2}");

  private ScheduleOf() {}

  public static Optional<ResourceKey> backup(ResourceKey backup, String scheduleKind) {
    Matcher name = MADE.matcher(backup.name());
    return name.matches()
        ? Optional.of(new ResourceKey(scheduleKind, backup.namespace(), name.group(1)))
        : Optional.empty();
  }
}
