package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What this process wrote and its cache has not heard of yet, so that a pass never decides by a
 * state that it knows to be old. Holds a resource only until the cache shows anything newer.
 * Thread-safe.
 */
final class OwnWrites<R extends CustomResource<?, ?>> {
  private final Map<ResourceKey, Own<R>> byKey = new HashMap<>();

  /**
   * @param replaced resource versions that {@code written} is newer than
   */
  private record Own<R>(Set<String> replaced, R written) {}

  synchronized void wrote(ResourceKey key, String versionBefore, R written) {
    Own<R> old = byKey.get(key);
    Set<String> replaced = new HashSet<>(old == null ? Set.of() : old.replaced());
    replaced.add(versionBefore);
    byKey.put(key, new Own<>(replaced, written));
  }

  /** The newer one of what the cache holds and what was written. */
  synchronized Optional<R> newest(ResourceKey key, Optional<R> cached) {
    Own<R> own = byKey.get(key);
    if (own == null) {
      return cached;
    }
    if (cached.filter(resource -> isOlder(resource, own)).isPresent()) {
      return Optional.of(own.written());
    }
    byKey.remove(key);
    return cached;
  }

  private static <R extends CustomResource<?, ?>> boolean isOlder(R cached, Own<R> own) {
    return own.replaced().contains(cached.getMetadata().getResourceVersion())
        && Objects.equals(cached.getMetadata().getUid(), own.written().getMetadata().getUid());
  }

  /** Somebody else wrote on top: believe the cache alone. */
  synchronized void forget(ResourceKey key) {
    byKey.remove(key);
  }

  synchronized int size() {
    return byKey.size();
  }
}
