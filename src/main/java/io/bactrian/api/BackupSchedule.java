package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Backups by a time table, and the end of old ones. Its spec may change at any time. */
@Group(Names.GROUP)
@Version(Names.VERSION)
@Kind("BackupSchedule")
@Singular("backupschedule")
@Plural("backupschedules")
@ShortNames("bks")
@Categories("bactrian")
@JsonClassDescription(
    "BackupSchedule makes a Backup from spec.backupTemplate whenever its time table says so, and"
        + " deletes old ones as its retention says. One backup at a time; many missed times make"
        + " one backup; the newest good backup is never deleted. Its Backups carry the label"
        + " bactrian.io/schedule and share what they store.")
@AdditionalPrinterColumn(name = "Cron", jsonPath = ".spec.cron", type = Type.STRING)
@AdditionalPrinterColumn(name = "TimeZone", jsonPath = ".spec.timeZone", type = Type.STRING)
@AdditionalPrinterColumn(name = "Paused", jsonPath = ".spec.pause", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Last Backup",
    jsonPath = ".status.lastBackupTime",
    type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Last Success",
    jsonPath = ".status.lastSuccessfulTime",
    type = Type.DATE)
@AdditionalPrinterColumn(name = "Next", jsonPath = ".status.nextBackupTime", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@ValidationRule(
    value = "size(self.metadata.name) <= 36",
    message =
        "the name of a BackupSchedule has at most 36 characters (its Backups are called"
            + " <name>-<time>): choose a shorter name")
public class BackupSchedule extends CustomResource<ScheduleSpec, ScheduleStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public ScheduleSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected ScheduleSpec initSpec() {
    return new ScheduleSpec();
  }

  @Override
  protected ScheduleStatus initStatus() {
    return null;
  }
}
