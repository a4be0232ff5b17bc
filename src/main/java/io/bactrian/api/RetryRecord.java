package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** One retry of a whole backup; under 1 KB. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RetryRecord {
  @JsonPropertyDescription("Which retry this is, from 1.")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer retryNum;

  @JsonPropertyDescription("When the failure before it was seen.")
  public String detectFailedAt;

  @JsonPropertyDescription("When the retry is due.")
  public String expectedRetryAt;

  @JsonPropertyDescription("When the retry was made; absent while it is waited for.")
  public String realRetryAt;

  @JsonPropertyDescription(
      "Why, in one word, as status.failure.reason had it: OOMKilled, Evicted, JobLost, or the worker's own.")
  public String retryReason;

  @JsonPropertyDescription(
      "What is known of the failure, and from where: Job, exit code, what the worker said.")
  public String originalReason;
}
