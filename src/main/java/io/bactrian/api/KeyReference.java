package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** The key-encryption key in a Secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class KeyReference {
  @JsonPropertyDescription("Name of the Secret.")
  @Size(min = 1, max = 253)
  @Required
  public String name;

  @JsonPropertyDescription(
      "Its namespace; without it this one. A Secret of another namespace is used only if its"
          + " annotation bactrian.io/allow-namespaces names this one (or is *).")
  @Size(max = 63)
  public String namespace;

  @JsonPropertyDescription(
      "The member of the Secret that holds the key: 64 hex digits, or 32 raw bytes. Without it:"
          + " key.")
  @Size(max = 253)
  public String keyField;

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyReference that
        && Objects.equals(name, that.name)
        && Objects.equals(namespace, that.namespace)
        && Objects.equals(keyField, that.keyField);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, namespace, keyField);
  }
}
