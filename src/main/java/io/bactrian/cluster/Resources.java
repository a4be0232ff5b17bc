package io.bactrian.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Resources of one kind in all namespaces that are watched. Thread-safe. Writes throw {@link
 * Conflict} where the resource is not the one that was read (or is gone), and any other exception
 * where the end cannot be reached. After a write of this process no read gives anything older than
 * what was written.
 */
public interface Resources<R extends CustomResource<?, ?>> {

  String kind();

  /** As last heard of; a copy that the caller may change. */
  Optional<R> get(String namespace, String name);

  /** All, as last heard of; read only. */
  List<R> list();

  /**
   * Writes {@code resource}'s status where its resourceVersion still holds; returns what is there
   * now.
   */
  R writeStatus(R resource);

  /** Writes {@code resource}'s finalizers where its resourceVersion still holds. */
  R writeFinalizers(R resource);

  /** False where one of that name exists. */
  boolean create(R resource);

  /** Deletes it where it still has this uid; otherwise nothing. */
  void delete(String namespace, String name, String uid);

  /**
   * Tells of every resource that is there, came, changed or went, from now on; coarse, may repeat.
   * Also where a Job or pod of a resource's worker changed. Called before {@code start} of the
   * cluster; the consumer may block.
   */
  void onChange(Consumer<ResourceKey> consumer);
}
