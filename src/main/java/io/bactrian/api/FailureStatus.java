package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Why something failed, and what to do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class FailureStatus {
  @JsonProperty("class")
  @JsonPropertyDescription(
      "The kind of failure, in lower case: whether another try may help is a matter of its class.")
  public String failureClass;

  @JsonPropertyDescription("Why, in one word for programs; docs/failures.md has them all.")
  public String reason;

  @JsonPropertyDescription("Why, in a sentence, with the value that is to blame.")
  public String message;

  @JsonPropertyDescription("What to do.")
  public String hint;
}
