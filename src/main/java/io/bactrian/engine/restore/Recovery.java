package io.bactrian.engine.restore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with what killed restores left in a target: finished if it was swapping, else thrown away.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private final RestoreRequest request;
  private final Path target;
  private final MetadataPass metadata;

  Recovery(RestoreRequest request, Path target, MetadataPass metadata) {
    this.request = request;
    this.target = target;
    this.metadata = metadata;
  }

  /** The outcome, if what was finished is just what is asked for now. */
  Optional<RestoreOutcome> run() {
    Optional<RestoreOutcome> same = Optional.empty();
    for (Path directory : leftovers()) {
      try (Staging staging = Staging.open(directory)) {
        Optional<Journal> journal = Journal.read(directory);
        if (journal.isEmpty()) {
          LOG.info("throwing away what an interrupted restore left in {}", directory);
          staging.delete();
        } else {
          LOG.info("finishing an interrupted restore in {}", directory);
          RestoreOutcome outcome = new Swap(staging, journal.get(), metadata).run();
          same = isSame(journal.get()) ? Optional.of(outcome.asResumed()) : same;
        }
      }
    }
    return same;
  }

  private boolean isSame(Journal journal) {
    return journal.runId().equals(request.backup().runId())
        && journal.overwrite() == request.overwrite()
        && journal.paths().equals(request.paths());
  }

  private List<Path> leftovers() {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(target)) {
      return found;
    }
    try (DirectoryStream<Path> names = Files.newDirectoryStream(target, Staging.PREFIX + "*")) {
      for (Path path : names) {
        if (Trees.isDirectory(path)) {
          found.add(path);
        }
      }
    } catch (IOException e) {
      throw TargetFailures.of(target, e);
    }
    return found;
  }
}
