package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What became of a BackupSchedule. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ScheduleStatus {
  @JsonPropertyDescription(
      "In one word: Scheduled, Paused or Invalid. Programs read conditions instead.")
  public String phase;

  @JsonPropertyDescription("The metadata.generation that this status speaks of.")
  public Long observedGeneration;

  @JsonPropertyDescription(
      "Ready: makes backups as the spec asks. Stalled: will not before the spec is changed. Complete"
          + " is never True: a schedule has no end.")
  public List<Condition> conditions;

  @JsonPropertyDescription("Why it is invalid, and what to do.")
  public FailureStatus failure;

  @JsonPropertyDescription("The newest Backup made.")
  public String lastBackup;

  @JsonPropertyDescription("The time of the time table that lastBackup stands for.")
  public String lastBackupTime;

  @JsonPropertyDescription("The newest Backup that is complete.")
  public String lastSuccessfulBackup;

  @JsonPropertyDescription("When lastSuccessfulBackup was complete.")
  public String lastSuccessfulTime;

  @JsonPropertyDescription("Bytes of the data in lastSuccessfulBackup.")
  public Long lastSuccessfulSize;

  @JsonPropertyDescription("The next time of the time table.")
  public String nextBackupTime;

  @JsonPropertyDescription("When old backups were last looked for and deleted.")
  public String allBackupCleanTime;
}
