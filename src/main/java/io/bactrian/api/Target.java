package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Where a restore writes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Target {
  @JsonPropertyDescription(
      "The claim that is written, of this namespace. A restore is refused while another pod mounts"
          + " it: name that pod's owner in workload.")
  public ClaimReference persistentVolumeClaim;

  @JsonPropertyDescription(
      "The directory within the claim that is written; without it the whole claim. Without a claim"
          + " a directory of the machine, which only bactrian run allows.")
  @Size(max = 4096)
  public String path;

  @JsonPropertyDescription(
      "What uses the claim: scaled to 0 before the data is put back, and back to what it was"
          + " afterwards, also when the restore failed.")
  public Workload workload;
}
