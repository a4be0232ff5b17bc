package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.List;

/** What every status of a worker's resource holds. Times are RFC 3339, UTC. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CommonStatus {
  @JsonPropertyDescription(
      "In one word: Scheduled, Prepare, Running, RetryFailed and Restart while it is under way;"
          + " Complete, Failed and Invalid at the end; Paused or Stopped; Clean and CleanFailed"
          + " while it is being deleted. Programs read conditions instead.")
  public String phase;

  @JsonPropertyDescription("The metadata.generation that this status speaks of.")
  public Long observedGeneration;

  @JsonPropertyDescription(
      "Complete: done, for ever. Ready: as the spec asks. Reconciling: under way. Stalled: will not"
          + " go on by itself.")
  public List<Condition> conditions;

  @JsonPropertyDescription("Why it failed or is invalid, and what to do.")
  public FailureStatus failure;

  @JsonPropertyDescription("How far the worker has come.")
  public ProgressStatus progress;

  @JsonPropertyDescription("Which try this is, from 1; its Job and pod carry the same number.")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer attempt;

  @JsonPropertyDescription(
      "When the Job of the present try was seen to be there; absent: it may not be made yet.")
  public String attemptStartedAt;

  @JsonPropertyDescription(
      "All retries of the whole, oldest first, each written before it is made.")
  public List<RetryRecord> backoffRetryStatus;

  @JsonPropertyDescription("When the first try was decided upon.")
  public String timeStarted;

  @JsonPropertyDescription("When it was complete, or had failed for good.")
  public String timeCompleted;

  @JsonPropertyDescription("From timeStarted to timeCompleted, for people.")
  public String duration;

  /** Always that of the records: nobody sets it. */
  @JsonPropertyDescription("How many retries there have been: the records of backoffRetryStatus.")
  @JsonProperty(value = "retries", access = JsonProperty.Access.READ_ONLY)
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer getRetries() {
    return backoffRetryStatus == null ? 0 : backoffRetryStatus.size();
  }
}
