package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is put back, where, and over what. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.backupRef) ? !has(self.storage) && !has(self.backupPath)"
            + " : has(self.storage) && has(self.backupPath)",
    message =
        "say which backup is put back in one of two ways: backupRef, or storage together with"
            + " backupPath")
public class RestoreSpec {
  @JsonPropertyDescription(
      "The Backup that is put back, while it is still there. Either this, or storage together with"
          + " backupPath.")
  public BackupReference backupRef;

  @JsonPropertyDescription(
      "The repository that holds the backup; needs backupPath. For backups whose Backup resource"
          + " is gone, or of another cluster.")
  public Storage storage;

  @JsonPropertyDescription(
      "The backup within the repository: <namespace>/<name>/<run-id>, or <namespace>/<name> for the"
          + " latest. A Backup has it in status.backupPath.")
  @Size(min = 1, max = 512)
  public String backupPath;

  @JsonPropertyDescription("Where the data is written.")
  @Required
  public Target target;

  @JsonPropertyDescription(
      "What happens to files that are there. Never: a target that is not empty is refused. Replace:"
          + " afterwards the target holds the backup and nothing else. Merge: files of the backup"
          + " replace those of the same path, all others stay.")
  @SchemaFrom(type = Choices.Overwrite.class)
  @Default("Never")
  public String overwrite;

  @JsonPropertyDescription(
      "Only these files and directories of the backup, for instance db/users; without it"
          + " everything.")
  @Size(max = 256)
  public List<String> paths;

  @JsonPropertyDescription(
      "Only settings.encryption is used, to say where the key is. Without it: as the Backup says"
          + " that backupRef names.")
  public Settings settings;

  @JsonPropertyDescription(
      "How often, and when, the whole restore is tried again after its worker failed.")
  public BackoffRetryPolicy backoffRetryPolicy;

  @JsonPropertyDescription("Labels, scheduling and resources of the worker pod.")
  public PodSettings pod;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class BackupReference {
    @JsonPropertyDescription("Name of the Backup.")
    @Size(min = 1, max = 253)
    @Required
    public String name;

    @JsonPropertyDescription("Its namespace; without it this one.")
    @Size(max = 63)
    public String namespace;
  }
}
