package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A time table and what is done by it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ScheduleSpec {
  @JsonPropertyDescription(
      "When: minute, hour, day of month, month, day of week. 0 2 * * * is 2 a.m. every day.")
  @Size(min = 1, max = 255)
  @Required
  public String cron;

  @JsonPropertyDescription(
      "The time zone that cron is read in, for instance Europe/Berlin. Without it: UTC.")
  @Size(max = 63)
  public String timeZone;

  @JsonPropertyDescription(
      "true: no new backup starts; one under way goes on, and old ones are still deleted.")
  public Boolean pause;

  @JsonPropertyDescription(
      "A hard cap: of more finished good backups than this the oldest are deleted. Not together with"
          + " retention.")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer maxBackups;

  @JsonPropertyDescription(
      "A hard cap: backups older than this are deleted, for instance 30d; wins over maxBackups. Not"
          + " together with retention.")
  @Size(max = 63)
  public String maxReservedTime;

  @JsonPropertyDescription(
      "Which backups are kept, by count and age together. Not together with maxBackups or"
          + " maxReservedTime.")
  public RetentionSpec retention;

  @JsonPropertyDescription("The spec of every Backup made. A change holds from the next one.")
  @Required
  public BackupSpec backupTemplate;
}
