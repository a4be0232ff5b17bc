package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** A Secret; one of another namespace must allow the asking one by annotation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SecretReference {
  @JsonPropertyDescription("Name of the Secret.")
  @Size(min = 1, max = 253)
  @Required
  public String name;

  @JsonPropertyDescription(
      "Its namespace; without it this one. A Secret of another namespace is used only if its"
          + " annotation bactrian.io/allow-namespaces names this one (or is *).")
  @Size(max = 63)
  public String namespace;

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretReference that
        && Objects.equals(name, that.name)
        && Objects.equals(namespace, that.namespace);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, namespace);
  }
}
