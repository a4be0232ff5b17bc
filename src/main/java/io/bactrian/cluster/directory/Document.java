package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One document of a file.
 *
 * @param file its name within the directory
 * @param line where it begins, from 1
 */
record Document(ResourceKey key, HasMetadata resource, String file, int line) {
  /** For people: {@code quickstart.yaml:14}. */
  String place() {
    return file + ":" + line;
  }
}
