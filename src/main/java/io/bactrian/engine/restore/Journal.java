package io.bactrian.engine.restore;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.read.TargetFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * How far a restore that may not be thrown away has come; absent while it may be.
 *
 * @param phase SWAPPING: staged entries are moved in; FINISHING: all are in, leftovers go; DONE:
 *     all is done, and whoever asked may not know it yet
 * @param owner of {@link RestoreRequest}
 * @param paths as they were asked for
 * @param outcome what the whole restore will have done
 */
record Journal(
    Phase phase,
    String owner,
    String runId,
    Overwrite overwrite,
    List<String> paths,
    RestoreOutcome outcome) {
  private static final String NAME = "journal.json";
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  Journal {
    owner = owner == null ? "" : owner;
  }

  enum Phase {
    SWAPPING,
    FINISHING,
    DONE
  }

  Journal at(Phase next) {
    return new Journal(next, owner, runId, overwrite, paths, outcome);
  }

  /**
   * Whether what this restore did, or does once it is carried on, is what that one asks for. One
   * that has an owner is asked for once, so it is known by its owner alone: {@code latest} may mean
   * another run by now. One that has none, and is done, may have been asked for again: an empty
   * target only is not filled twice.
   */
  boolean answers(RestoreRequest request) {
    if (!request.owner().isEmpty() && request.owner().equals(owner)) {
      return true;
    }
    boolean same =
        runId.equals(request.backup().runId())
            && overwrite == request.overwrite()
            && paths.equals(request.paths());
    boolean again = owner.equals(request.owner()) && overwrite == Overwrite.NEVER;
    return same && (phase != Phase.DONE || again);
  }

  static Optional<Journal> read(Path staging) {
    Path file = staging.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), Journal.class));
    } catch (IOException e) {
      throw Failure.usage(
          "the journal '" + file + "' of an interrupted restore cannot be read",
          "look at '" + staging + "': it holds replaced files under old/; then move it away");
    }
  }

  /** Replaces the journal in one step, on the disk before this returns. */
  void write(Path staging) {
    Path draft = staging.resolve(NAME + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(this));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, staging.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      sync(staging);
    } catch (IOException e) {
      throw TargetFailures.of(draft, e);
    }
  }

  /** Writes a directory's names to the disk. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
