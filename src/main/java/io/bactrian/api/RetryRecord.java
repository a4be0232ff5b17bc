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

  @JsonPropertyDescription("What the operator saw: that the Job failed, or is gone.")
  public String retryReason;

  @JsonPropertyDescription("Why the worker failed, as far as it is known.")
  public String originalReason;
}
