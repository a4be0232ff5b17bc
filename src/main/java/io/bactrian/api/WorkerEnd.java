package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** A worker's termination message: at most 3,500 bytes as JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class WorkerEnd {
  /**
   * As the command line's: {@code complete}, {@code changed}, {@code failed}, {@code interrupted}.
   */
  public String result;

  public int exitCode;

  /** Read as {@code class} too, as a status has it. */
  @JsonAlias("class")
  public String failureClass;

  public String reason;

  /** At most 1 KB. */
  public String message;

  public String hint;

  /** The first three. */
  public List<String> causes;

  /** Whether another try may help; absent: as the class says. */
  public Boolean retryable;

  public String runId;
  public Long sequence;
  public Long bytes;
  public Long bytesNew;
  public Long bytesReused;
  public Long files;
  public Long changedFiles;
  public String finishedAt;
  public Long bundleAttempts;

  /** Attempts of bundles that failed, by failure class in lower case; absent: none did. */
  public Map<String, Long> bundleFailures;

  /** Stored bytes of this name that no committed run needs. */
  public Long debtBytes;
}
