package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.engine.repo.RunId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Run-ids without chance: the same attempt decided at the same time has the same run-id. */
public final class RunIds {
  private RunIds() {}

  /**
   * The run-id of an attempt: the second is {@code max(now, previous + 1 s)}, the rest a hash of
   * uid and attempt.
   *
   * @param previous run-id of the attempt before; null or malformed: there was none
   */
  public static String next(Instant now, String uid, int attempt, String previous) {
    Optional<RunId> last = Optional.ofNullable(previous).flatMap(RunId::parse);
    long tail = hash(uid + "/" + attempt);
    return RunId.create(now, last, () -> tail).text();
  }

  /**
   * The run-ids of all attempts so far, as far as the status tells when each was decided; the
   * present one always.
   */
  public static List<String> all(BackupStatus status, String uid) {
    List<String> ids = new ArrayList<>();
    String previous = null;
    for (int attempt = 1; attempt <= (status.attempt == null ? 0 : status.attempt); attempt++) {
      Optional<Instant> decided = decidedAt(status, attempt);
      if (decided.isPresent()) {
        previous = next(decided.get(), uid, attempt, previous);
        ids.add(previous);
      }
    }
    if (status.runId != null && !ids.contains(status.runId)) {
      ids.add(status.runId);
    }
    return ids;
  }

  private static Optional<Instant> decidedAt(BackupStatus status, int attempt) {
    if (attempt == 1) {
      return Times.parse(status.timeStarted);
    }
    List<RetryRecord> records =
        status.backoffRetryStatus == null ? List.of() : status.backoffRetryStatus;
    return attempt - 2 < records.size()
        ? Times.parse(records.get(attempt - 2).realRetryAt)
        : Optional.empty();
  }

  private static long hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
