package io.bactrian.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a provider brings to its Kamelet.
 *
 * @param kamelet its name: {@code s3-store-action}
 * @param kameletProperties of the instance; never a secret of ours
 * @param place endpoint or directory, for hints; no secret
 * @param description the repository as a person would write it, prefix included
 * @param directory of a repository that is a local directory
 * @param client made inside the first attempt, bound in the registry
 */
record Backend(
    String kamelet,
    Map<String, String> kameletProperties,
    String place,
    String description,
    Optional<Path> directory,
    Optional<LazyClient> client) {

  /**
   * A client that is made inside the first attempt, so that a store that is down stops no start.
   */
  record LazyClient(String beanName, Supplier<? extends AutoCloseable> make) {}
}
