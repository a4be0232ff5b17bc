package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** What is copied, where to, and how often it is tried. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackupSpec {
  @JsonPropertyDescription(
      "snapshot copies the source once; log follows an append-only source until it is stopped."
          + " Cannot be changed.")
  @SchemaFrom(type = Choices.Mode.class)
  @Default("snapshot")
  public String mode;

  @JsonPropertyDescription("What is copied. Cannot be changed: make a new Backup.")
  @Required
  public Source source;

  @JsonPropertyDescription("The repository it is copied to. Cannot be changed: make a new Backup.")
  @Required
  public Storage storage;

  @JsonPropertyDescription(
      "How the backup is made: archive format, encryption, consistency. Encryption is on unless it"
          + " is refused, so say here where the key is. Cannot be changed: make a new Backup.")
  public Settings settings;

  @JsonPropertyDescription(
      "How often, and when, the whole backup is tried again after its worker failed. Each part of"
          + " it has already been tried several times by then.")
  public BackoffRetryPolicy backoffRetryPolicy;

  @JsonPropertyDescription(
      "What happens to the stored data when this Backup is deleted. Retain leaves it; Delete"
          + " removes it; OnFailure removes it unless the backup is complete. Data that other"
          + " backups share stays. May be changed at any time before the deletion.")
  @SchemaFrom(type = Choices.CleanPolicy.class)
  @Default("Retain")
  public String cleanPolicy;

  @JsonPropertyDescription(
      "Labels, scheduling and resources of the worker pod. A change holds from the next attempt.")
  public PodSettings pod;
}
