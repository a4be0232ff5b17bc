package io.bactrian.engine.restore;

import io.bactrian.engine.read.TargetFailures;
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

  /** What was finished, not settled yet, if it is just what is asked for now. */
  Optional<Finished> run() {
    Optional<Finished> same = Optional.empty();
    for (Path directory : leftovers()) {
      Optional<Finished> finished = recover(directory, same.isEmpty());
      same = same.or(() -> finished);
    }
    return same;
  }

  private Optional<Finished> recover(Path directory, boolean wanted) {
    Optional<Journal> journal;
    Optional<Finished> finished;
    try (Staging staging = Staging.open(directory)) {
      journal = Journal.read(directory);
      if (journal.isEmpty()) {
        LOG.info("throwing away what an interrupted restore left in {}", directory);
        staging.delete();
        return Optional.empty();
      }
      LOG.info("finishing an interrupted restore in {}", directory);
      Swap swap = new Swap(staging, journal.get(), metadata);
      finished = Optional.of(new Finished(swap, swap.run().asResumed()));
    }
    if (wanted && journal.get().answers(request) && isStillThere()) {
      return finished;
    }
    finished.get().swap().settle();
    return Optional.empty();
  }

  /**
   * Who emptied the target since ({@code rm -r target/*} passes the hidden staging over) wants it
   * filled. A backup of nothing at all is restored once more, which is the same.
   */
  private boolean isStillThere() {
    return TargetCheck.content(target).isPresent();
  }

  /** An earlier restore that is done, as this one's. */
  record Finished(Swap swap, RestoreOutcome outcome) {}

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
