package io.bactrian.cluster.kube;

import io.bactrian.api.CommonStatus;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Conditions;
import io.bactrian.control.Keywords;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * Tells resources that wait for a claim of one that came or changed. Which they are stands in their
 * conditions; one that is just about to say so looks once more when it hears of its own status.
 */
final class ClaimWaiters {
  private ClaimWaiters() {}

  static <R extends CustomResource<?, ? extends CommonStatus> & Namespaced> void tell(
      KubeResources<R> resources, HasMetadata claim) {
    String namespace = claim.getMetadata().getNamespace();
    resources
        .watch()
        .all()
        .filter(resource -> namespace.equals(resource.getMetadata().getNamespace()))
        .filter(resource -> waits(resource.getStatus()))
        .map(resource -> resource.getMetadata().getName())
        .forEach(name -> resources.tell(new ResourceKey(resources.kind(), namespace, name)));
  }

  private static boolean waits(CommonStatus status) {
    return status != null
        && Conditions.find(status.conditions, "Reconciling")
            .filter(condition -> Keywords.CLAIM_NOT_FOUND.equals(condition.reason))
            .isPresent();
  }
}
