package io.bactrian.worker;

import io.bactrian.store.RepositorySettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where backups lie; every part is checked.
 *
 * @param name empty: whatever the only name in the repository is
 */
public record Place(RepositorySettings repository, String namespace, Optional<String> name) {

  /** The repository as a person would write it; holds no secret. */
  public String describe() {
    String root =
        repository
            .property("path")
            .or(() -> repository.property("bucket"))
            .or(() -> repository.property("container"))
            .orElse(repository.name());
    String address = repository.prefix().isEmpty() ? root : root + "/" + repository.prefix();
    return repository.provider().equals("file") ? address : repository.provider() + "://" + address;
  }

  /** The repository's directory, where it is one of this machine. */
  public Optional<Path> directory() {
    return repository.provider().equals("file")
        ? repository.property("path").map(Path::of)
        : Optional.empty();
  }
}
