package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What this process wrote and its watch has not told of yet, so that nobody reads something older
 * than what he wrote. Thread-safe. Where resourceVersions cannot be compared, the watch is
 * believed: the worst of it is one {@code Conflict}.
 */
final class OwnWrites<R extends HasMetadata> {
  private static final int TOMBSTONES = 2000;
  private static final long UNHEARD_NANOS = 120_000_000_000L;

  private record Write<R>(R resource, long nanos) {}

  private final LongSupplier nanoClock;
  private final Map<String, Write<R>> writes = new HashMap<>();
  private final Map<String, Boolean> goneUids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > TOMBSTONES;
        }
      };

  OwnWrites(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String key(HasMetadata resource) {
    return key(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /** The server's answer to a write. */
  synchronized void wrote(R resource) {
    if (goneUids.containsKey(resource.getMetadata().getUid())) {
      return;
    }
    writes.merge(
        key(resource),
        new Write<>(resource, nanoClock.getAsLong()),
        (before, now) -> Versions.isNewer(before.resource, now.resource) ? before : now);
  }

  /** The watch tells of it. */
  synchronized void heard(R resource) {
    Write<R> write = writes.get(key(resource));
    if (write != null && !Versions.isNewer(write.resource, resource)) {
      writes.remove(key(resource));
    }
  }

  /** The watch tells that it is deleted: an answer that arrives later must not bring it back. */
  synchronized void gone(R resource) {
    String uid = resource.getMetadata().getUid();
    goneUids.put(uid, true);
    Write<R> write = writes.get(key(resource));
    if (write != null && uid.equals(write.resource.getMetadata().getUid())) {
      writes.remove(key(resource));
    }
  }

  /** The newer of both. */
  synchronized Optional<R> newest(String namespace, String name, R cached) {
    Write<R> write = writes.get(key(namespace, name));
    if (write == null) {
      return Optional.ofNullable(cached);
    }
    if (cached == null) {
      // Deleted before the watch ever told of it: nobody will say so.
      boolean unheard = nanoClock.getAsLong() - write.nanos > UNHEARD_NANOS;
      return unheard ? Optional.empty() : Optional.of(write.resource);
    }
    return Optional.of(Versions.isNewer(write.resource, cached) ? write.resource : cached);
  }

  synchronized List<R> newest(Collection<R> cached) {
    Map<String, R> all = new LinkedHashMap<>();
    cached.forEach(resource -> all.put(key(resource), resource));
    for (String key : List.copyOf(writes.keySet())) {
      int slash = key.indexOf('/');
      newest(key.substring(0, slash), key.substring(slash + 1), all.get(key))
          .ifPresent(resource -> all.put(key, resource));
    }
    return List.copyOf(all.values());
  }
}
