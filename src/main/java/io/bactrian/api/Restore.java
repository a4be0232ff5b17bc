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
 * One restore of one backup. Its spec never changes; its status is the only memory of the operator.
 */
@Group(Names.GROUP)
@Version(Names.VERSION)
@Kind("Restore")
@Singular("restore")
@Plural("restores")
@ShortNames("rst")
@Categories("bactrian")
@JsonClassDescription(
    "Restore puts one backup back into a PersistentVolumeClaim. The old data stays untouched until"
        + " everything is fetched, checked and unpacked beside it. A workload that uses the claim"
        + " can be stopped before and started afterwards. When it is done, the condition Complete"
        + " is True.")
@AdditionalPrinterColumn(name = "Overwrite", jsonPath = ".spec.overwrite", type = Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.progress.percent",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Files", jsonPath = ".status.files", type = Type.INTEGER)
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
@ValidationRule(
    value = "size(self.metadata.name) <= 55",
    message =
        "the name of a Restore has at most 55 characters (its Job is called restore-<name>):"
            + " choose a shorter name")
@ValidationRule(
    value = "self.spec == oldSelf.spec",
    fieldPath = ".spec",
    message = "the spec of a Restore cannot be changed once it exists: make a new Restore")
public class Restore extends CustomResource<RestoreSpec, RestoreStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Required
  public RestoreSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected RestoreSpec initSpec() {
    return new RestoreSpec();
  }

  @Override
  protected RestoreStatus initStatus() {
    return null;
  }
}
