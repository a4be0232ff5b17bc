package io.bactrian.cluster.directory;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a document of a user makes of a resource. Pure; what is given is not changed. */
final class FromDocument {
  /** Annotation: the file whose document the resource is; absent where a schedule made it. */
  private static final String FILE = "bactrian.io/document";

  private FromDocument() {}

  /** The file whose document it is, or null. */
  static String file(CustomResource<?, ?> resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(FILE);
  }

  /** What is to be created. */
  static <R extends CustomResource<?, ?>> R created(R document, String file, Class<R> type) {
    R created = Formats.copy(document, type);
    created.getMetadata().setAnnotations(annotations(document.getMetadata(), file));
    created.getMetadata().setFinalizers(List.of());
    return created;
  }

  /** The document with its defaults, and no status. */
  static <R extends CustomResource<?, ?>> R given(R document, Class<R> type) {
    R given = Formats.copy(document, type);
    given.setStatus(null);
    SpecRules.setDefaults(given);
    return given;
  }

  /**
   * The resource with spec, labels and annotations of a document.
   *
   * @param given see {@link #given}
   */
  static <R extends CustomResource<?, ?>> R over(R now, R given, String file, Class<R> type) {
    R updated = Formats.withStatusOf(now, given, type);
    ObjectMeta kept = Formats.copy(now, type).getMetadata();
    if (!SpecRules.same(now, given)) {
      kept.setGeneration(kept.getGeneration() + 1);
    }
    kept.setLabels(given.getMetadata().getLabels());
    kept.setAnnotations(annotations(given.getMetadata(), file));
    updated.setMetadata(kept);
    return updated;
  }

  private static Map<String, String> annotations(ObjectMeta meta, String file) {
    Map<String, String> annotations = new HashMap<>();
    if (meta.getAnnotations() != null) {
      annotations.putAll(meta.getAnnotations());
    }
    annotations.put(FILE, file);
    return annotations;
  }
}
