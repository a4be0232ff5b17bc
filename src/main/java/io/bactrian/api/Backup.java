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

/**
 * One backup of one directory tree. Its spec does not change but for retry, retention and cleaning;
 * its status is the only memory of the operator.
 */
@Group(Names.GROUP)
@Version(Names.VERSION)
@Kind("Backup")
@Singular("backup")
@Plural("backups")
@ShortNames("bk")
@Categories("bactrian")
@JsonClassDescription(
    "Backup asks for one backup of one directory tree, usually a PersistentVolumeClaim, into a"
        + " repository. It is made once, in a worker Job of the same namespace, and tried again as"
        + " spec.backoffRetryPolicy says. When it is done, the condition Complete is True.")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode", type = Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.progress.percent",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.backupSizeReadable", type = Type.STRING)
@AdditionalPrinterColumn(name = "Retries", jsonPath = ".status.retries", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.duration", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Path",
    jsonPath = ".status.backupPath",
    type = Type.STRING,
    priority = 1)
// A scheduled Backup's name is its schedule's (at most 36 characters) and a time of 20: one more.
@ValidationRule(
    value =
        "size(self.metadata.name) <= 55"
            + " || self.metadata.name.matches('^.{36}-[0-9]{4}(-[0-9]{2}){2}t[0-9]{2}(-[0-9]{2}){2}$')",
    message =
        "the name of a Backup has at most 55 characters (its Job is called backup-<name>):"
            + " choose a shorter name")
@ValidationRule(
    value =
        "has(self.spec.mode) == has(oldSelf.spec.mode)"
            + " && (!has(self.spec.mode) || self.spec.mode == oldSelf.spec.mode)",
    fieldPath = ".spec.mode",
    message = "mode cannot be changed once the Backup exists: make a new Backup")
@ValidationRule(
    value = "self.spec.source == oldSelf.spec.source",
    fieldPath = ".spec.source",
    message = "source cannot be changed once the Backup exists: make a new Backup")
@ValidationRule(
    value = "self.spec.storage == oldSelf.spec.storage",
    fieldPath = ".spec.storage",
    message = "storage cannot be changed once the Backup exists: make a new Backup")
@ValidationRule(
    value =
        "has(self.spec.settings) == has(oldSelf.spec.settings)"
            + " && (!has(self.spec.settings) || self.spec.settings == oldSelf.spec.settings)",
    fieldPath = ".spec.settings",
    message = "settings cannot be changed once the Backup exists: make a new Backup")
public class Backup extends CustomResource<BackupSpec, BackupStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public BackupSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected BackupSpec initSpec() {
    return new BackupSpec();
  }

  @Override
  protected BackupStatus initStatus() {
    return null;
  }
}
