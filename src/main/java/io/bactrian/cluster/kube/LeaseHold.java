package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Lease as one candidate sees and writes it, by compare-and-swap. Any call may throw where the
 * API server cannot be reached. Used by one thread at a time.
 */
final class LeaseHold {
  private static final String GROUP = "apis/coordination.k8s.io/v1";

  private final Api api;
  private final String namespace;
  private final String name;
  private final String identity;
  private final Duration duration;
  private Lease held;
  private String seenVersion = "";
  private long seenSince;

  /**
   * @param duration for how long others wait after the last renewal they saw
   */
  LeaseHold(Api api, String namespace, String name, String identity, Duration duration) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.duration = duration;
  }

  /** Takes it where there is none, where nobody holds it, or where its holder is silent. */
  boolean acquire() {
    Optional<Lease> found = find();
    if (found.isEmpty()) {
      Optional<Lease> made =
          api.create(
              Api.path(GROUP, namespace, "leases"),
              LeaseText.first(namespace, name, identity, duration),
              Lease.class);
      made.ifPresent(lease -> held = lease);
      return made.isPresent();
    }
    return isFree(found.get()) && swap(found.get(), identity);
  }

  /**
   * One request: only if somebody changed the Lease it is looked at.
   *
   * @param lost told why, where it is another's; false without that: try again
   */
  boolean renew(Consumer<String> lost) {
    if (swap(held, identity)) {
      return true;
    }
    Optional<Lease> now = find();
    if (now.isPresent() && identity.equals(LeaseText.holder(now.get()))) {
      held = now.get();
    } else {
      lost.accept("it is held by '" + now.map(LeaseText::holder).orElse("nobody") + "'");
    }
    return false;
  }

  /** So that another may take it at once; also where the answer to the last renewal was lost. */
  void giveBack() {
    if (!swap(held, "")) {
      find()
          .filter(lease -> identity.equals(LeaseText.holder(lease)))
          .ifPresent(lease -> swap(lease, ""));
    }
  }

  private boolean isFree(Lease lease) {
    String version = lease.getMetadata().getResourceVersion();
    if (!version.equals(seenVersion)) {
      seenVersion = version;
      seenSince = System.nanoTime();
    }
    String holder = LeaseText.holder(lease);
    return holder.isEmpty()
        || holder.equals(identity)
        || System.nanoTime() - seenSince > Math.max(LeaseText.duration(lease), duration.toNanos());
  }

  /** False where somebody else wrote it since. */
  private boolean swap(Lease seen, String holder) {
    try {
      held = api.put(path(), LeaseText.held(seen, holder, duration), Lease.class);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) {
        return false;
      }
      throw e;
    }
  }

  private Optional<Lease> find() {
    return api.get(path(), Lease.class);
  }

  private String path() {
    return Api.path(GROUP, namespace, "leases", name);
  }
}
