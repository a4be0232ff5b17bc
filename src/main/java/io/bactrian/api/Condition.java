package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A condition as kstatus reads it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Condition {
  @JsonPropertyDescription("Complete, Ready, Reconciling or Stalled.")
  @Required
  public String type;

  @JsonPropertyDescription("True, False or Unknown.")
  @Required
  public String status;

  @JsonPropertyDescription("Why, in one word for programs.")
  public String reason;

  @JsonPropertyDescription("Why, in a sentence for people.")
  public String message;

  @JsonPropertyDescription("When status was last another.")
  public String lastTransitionTime;

  @JsonPropertyDescription("The metadata.generation that this condition speaks of.")
  public Long observedGeneration;
}
