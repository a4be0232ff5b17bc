package io.bactrian.reconcile;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.cluster.Resources;
import io.bactrian.control.Question;
import java.util.List;
import java.util.Map;

/** Finds the Backups that a schedule made, by their label. */
final class BackupsOfSchedule {
  private BackupsOfSchedule() {}

  static List<Backup> find(Resources<Backup> backups, Question.BackupsOf question) {
    return backups.list().stream().filter(backup -> belongs(backup, question)).toList();
  }

  private static boolean belongs(Backup backup, Question.BackupsOf question) {
    Map<String, String> labels = backup.getMetadata().getLabels();
    return question.namespace().equals(backup.getMetadata().getNamespace())
        && labels != null
        && question.schedule().equals(labels.get(Names.SCHEDULE));
  }
}
