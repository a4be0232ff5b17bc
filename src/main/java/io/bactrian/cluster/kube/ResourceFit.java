package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;

/**
 * A wish for more than the standard limit, or for a limit below the standard request, moves the
 * standard: an API server refuses a request above its limit. Two wishes that do not fit together
 * stay as they are.
 */
final class ResourceFit {
  private ResourceFit() {}

  /** Changes {@code resources}, in which the wishes are laid over the standard already. */
  static void apply(JsonNode resources, ResourceRequirements wished) {
    follow(resources.path("limits"), wished.getRequests(), wished.getLimits(), -1);
    follow(resources.path("requests"), wished.getLimits(), wished.getRequests(), 1);
  }

  /**
   * @param standard limits or requests
   * @param lead what was wished of the other of the two
   * @param own what was wished of these
   * @param wrong how the standard compares with the lead where it has to move
   */
  private static void follow(
      JsonNode standard, Map<String, Quantity> lead, Map<String, Quantity> own, int wrong) {
    if (lead == null || !(standard instanceof ObjectNode values)) {
      return;
    }
    lead.forEach(
        (name, quantity) -> {
          boolean free = values.has(name) && (own == null || !own.containsKey(name));
          if (free && Integer.signum(compare(values.get(name), quantity)) == wrong) {
            values.put(name, quantity.toString());
          }
        });
  }

  private static int compare(JsonNode value, Quantity quantity) {
    return new Quantity(value.asText())
        .getNumericalAmount()
        .compareTo(quantity.getNumericalAmount());
  }
}
