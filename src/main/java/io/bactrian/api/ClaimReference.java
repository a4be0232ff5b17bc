package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** A PersistentVolumeClaim of the resource's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ClaimReference {
  @JsonPropertyDescription("Name of a PersistentVolumeClaim in this namespace.")
  @Size(min = 1, max = 253)
  @Required
  public String claimName;

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimReference that && Objects.equals(claimName, that.claimName);
  }

  @Override
  public int hashCode() {
    return Objects.hash(claimName);
  }
}
