package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What became of a Backup. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackupStatus extends CommonStatus {
  @JsonPropertyDescription("The worker's Job, in this namespace.")
  public String backupJobName;

  @JsonPropertyDescription("The run of the present try, chosen before its Job is made.")
  public String runId;

  @JsonPropertyDescription(
      "Where the backup lies in the repository: <namespace>/<name>/<run-id>. A Restore takes it as"
          + " backupPath.")
  public String backupPath;

  @JsonPropertyDescription(
      "The directory's name in the repository: the schedule's for a scheduled Backup, else its own.")
  public String backupName;

  @JsonPropertyDescription("Bytes of the data as it was, before compression.")
  public Long backupSize;

  @JsonPropertyDescription("backupSize for people, for instance 1.2 GiB.")
  public String backupSizeReadable;

  @JsonPropertyDescription("Bytes of the data that this backup stored.")
  public Long bytesNew;

  @JsonPropertyDescription("Bytes of the data that an earlier backup had stored already.")
  public Long bytesReused;

  @JsonPropertyDescription("How many files and directories the backup holds.")
  public Long files;

  @JsonPropertyDescription("How many files changed or vanished while they were read.")
  public Long changedFiles;

  @JsonPropertyDescription("When the backup was committed to the repository.")
  public String commitTime;

  @JsonPropertyDescription(
      "Stored bytes of the name that no complete backup needs, as the last worker saw them.")
  public Long debtBytes;

  @JsonPropertyDescription("While it is being deleted: how often cleaning the store was tried.")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer cleanAttempts;

  @JsonPropertyDescription("When cleaning the store failed for the first time.")
  public String cleanFailedAt;

  @JsonPropertyDescription("When cleaning the store is tried again.")
  public String cleanRetryAt;
}
