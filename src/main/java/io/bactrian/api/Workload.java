package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** What uses the data: a StatefulSet, Deployment or ReplicaSet of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Workload {
  @JsonPropertyDescription("StatefulSet, Deployment or ReplicaSet.")
  @SchemaFrom(type = Choices.WorkloadKind.class)
  @Required
  public String kind;

  @JsonPropertyDescription("Its name, in this namespace.")
  @Size(min = 1, max = 253)
  @Required
  public String name;

  @Override
  public boolean equals(Object other) {
    return other instanceof Workload that
        && Objects.equals(kind, that.kind)
        && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name);
  }
}
