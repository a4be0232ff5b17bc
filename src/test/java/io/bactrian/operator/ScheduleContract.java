package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A real schedule of every minute. */
abstract class ScheduleContract extends OperatorContract {

  @Test
  void everyMinute_makesABackup_andABadCronNone() {
    world.apply(schedule("bad", "61 * * * *"));
    world.apply(schedule("minutely", "* * * * *"));
    eventually()
        .until(
            () ->
                world
                    .resource("BackupSchedule", "bad")
                    .at("/status/phase")
                    .asText()
                    .equals("Invalid"));
    eventually().until(() -> !made().isEmpty());
    String name = made().get(0);
    assertThat(name).matches("minutely-\\d{4}-\\d\\d-\\d\\dt\\d\\d-\\d\\d-00");
    awaitPhase(name, "Complete");
    assertThat(store.committed("minutely")).contains(status(name).path("runId").asText());
    eventually().until(() -> lastBackup().compareTo(name) >= 0);
    // The next minute may come at any time: what is asked first must be in what is asked later.
    String last = lastBackup();
    int runs = store.committed("minutely").size();
    List<String> made = made();
    assertThat(made).as("one for each slot").contains(name, last);
    assertThat(runs).as("one for each Backup").isBetween(1, made.size());
    world.delete("BackupSchedule", "minutely");
    awaitGone("BackupSchedule", "minutely");
  }

  private String lastBackup() {
    return world.resource("BackupSchedule", "minutely").at("/status/lastBackup").asText();
  }

  /** Oldest first. */
  private List<String> made() {
    return world.names("Backup").stream()
        .filter(name -> name.startsWith("minutely-"))
        .sorted()
        .toList();
  }

  private String schedule(String name, String cron) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: BackupSchedule\nmetadata: {name: "
        + name
        + "}\nspec:\n  cron: \""
        + cron
        + "\"\n  backupTemplate:\n    source: {persistentVolumeClaim: {claimName: data}}\n"
        + "    settings: {encryption: {enabled: false}}\n    storage: "
        + store.storage()
        + "\n";
  }
}
