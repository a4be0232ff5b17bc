package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** How often the whole of a backup is tried again, and when. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackoffRetryPolicy {
  @JsonPropertyDescription(
      "The wait before the first retry, for instance 300s or 5m; it doubles with each retry."
          + " Without it: 300s (mode log: 30s, and never more than 10m).")
  @Size(max = 63)
  public String minRetryDuration;

  @JsonPropertyDescription(
      "How many retries there are at most, 0 to 50; 0 means none. Without it: 2 (mode log: 5).")
  @Min(0)
  @Max(50)
  public Integer maxRetryTimes;

  @JsonPropertyDescription(
      "No retry starts later than this after the first failure, for instance 30m or 2h. Without it:"
          + " 30m.")
  @Size(max = 63)
  public String retryTimeout;
}
