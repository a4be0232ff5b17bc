package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.client.CustomResource;

/** Where notices go, once the status that they belong to is written. Never throws. */
public interface Signals {
  void tell(ResourceKey about, CustomResource<?, ?> resource, Notice notice);
}
