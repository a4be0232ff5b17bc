package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How far a worker has come. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ProgressStatus {
  @JsonPropertyDescription("What the worker does at present.")
  public String phase;

  @JsonPropertyDescription("Bundles stored or put back.")
  public Long bundlesDone;

  @JsonPropertyDescription("Bundles in all, as far as it is known.")
  public Long bundlesTotal;

  @JsonPropertyDescription("Bytes of the data stored or put back.")
  public Long bytesDone;

  @JsonPropertyDescription("Bytes of the data in all, as far as it is known.")
  public Long bytesTotal;

  @JsonPropertyDescription("Bytes of the data in a second, lately.")
  public Long bytesPerSecond;

  @JsonPropertyDescription("Time left, for instance 4m10s; absent while it is unknown.")
  public String eta;

  @JsonPropertyDescription("How much of the whole is done, for people: 42%.")
  public String percent;

  @JsonPropertyDescription("When the worker said so.")
  public String updatedAt;
}
