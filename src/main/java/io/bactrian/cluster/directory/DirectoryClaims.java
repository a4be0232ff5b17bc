package io.bactrian.cluster.directory;

import io.bactrian.control.ClaimFact;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Claims are directories of this machine: a document's annotation says which, or the property
 * {@code bactrian.run.claim.<name>}. Relative paths begin at the directory of the documents.
 */
final class DirectoryClaims {
  /** Annotation of a PersistentVolumeClaim: where its data lies. */
  static final String DIRECTORY = "bactrian.io/directory";

  private final Path base;
  private final Map<String, Path> byProperty;
  private final BiFunction<String, String, Optional<PersistentVolumeClaim>> documents;

  DirectoryClaims(
      Path base,
      Map<String, Path> byProperty,
      BiFunction<String, String, Optional<PersistentVolumeClaim>> documents) {
    this.base = base;
    this.byProperty = Map.copyOf(byProperty);
    this.documents = documents;
  }

  /** Its directory; empty where there is no such claim, or nothing says where it lies. */
  Optional<Path> directory(String namespace, String name) {
    Optional<Path> annotated =
        documents
            .apply(namespace, name)
            .map(claim -> claim.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(DIRECTORY))
            .map(Path::of);
    return annotated
        .or(() -> Optional.ofNullable(byProperty.get(name)))
        .map(base::resolve)
        .map(Path::normalize);
  }

  /**
   * @param users of the claim, by its directory
   */
  ClaimFact fact(String namespace, String name, Function<Path, List<String>> users) {
    Optional<Path> directory = directory(namespace, name);
    List<String> modes =
        documents
            .apply(namespace, name)
            .map(PersistentVolumeClaim::getSpec)
            .map(spec -> spec.getAccessModes())
            .orElse(List.of());
    return new ClaimFact(directory.isPresent(), modes, directory.map(users).orElse(List.of()));
  }
}
