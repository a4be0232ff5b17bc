package io.bactrian.cluster.kube;

import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;

/** Annotation of Jobs and pods: the resource they work for, {@code <kind>/<namespace>/<name>}. */
final class ResourceMark {
  static final String NAME = "bactrian.io/resource";

  private ResourceMark() {}

  static String of(String kind, String namespace, String name) {
    return kind + "/" + namespace + "/" + name;
  }

  static Optional<String> text(ObjectMeta meta) {
    return meta.getAnnotations() == null
        ? Optional.empty()
        : Optional.ofNullable(meta.getAnnotations().get(NAME));
  }

  static Optional<ResourceKey> read(ObjectMeta meta) {
    return text(meta)
        .map(text -> text.split("/", -1))
        .filter(parts -> parts.length == 3)
        .map(parts -> new ResourceKey(parts[0], parts[1], parts[2]));
  }
}
