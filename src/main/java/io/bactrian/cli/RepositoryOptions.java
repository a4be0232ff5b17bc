package io.bactrian.cli;

import io.bactrian.config.RepositoryUrl;
import io.bactrian.config.Resolved;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;
import io.bactrian.store.RepositorySettings;
import io.bactrian.worker.Place;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository, and whose backups in it. */
final class RepositoryOptions {
  @Option(
      names = "--repo",
      required = true,
      paramLabel = "URL|NAME",
      description = {
        "Where backups are kept: a path, file:///path, s3://bucket/prefix, gs://bucket/prefix,",
        "azblob://container/prefix, or the name of a repository in the settings.",
        "Credentials come from the environment, the usual files or the settings, never from here."
      })
  private String repo;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Address of the store where it is not the provider's own, for instance MinIO.")
  private String endpoint;

  @Option(names = "--region", paramLabel = "REGION", description = "Region of the bucket.")
  private String region;

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "default",
      description = "First part of a backup's place in the repository (default: default).")
  private String namespace;

  /** All of it checked; USAGE names what is unfit. */
  Place place(Session session, Optional<String> name) {
    return new Place(
        settings(session.resolved()),
        plain("namespace", namespace),
        name.map(given -> plain("backup name", given)));
  }

  private RepositorySettings settings(Resolved resolved) {
    return RepositoryUrl.parse(
        repo, resolved, Optional.ofNullable(endpoint), Optional.ofNullable(region));
  }

  /** A name of one segment, or a USAGE failure that says which and why. */
  private static String plain(String kind, String value) {
    if (!ObjectKey.SEGMENT.matcher(value).matches() || value.length() > 200) {
      throw Failure.usage(
          kind + " '" + value + "' is not plain",
          "use letters, digits and . _ = - only, beginning with a letter or a digit");
    }
    return value;
  }
}
