package io.bactrian.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A boundary between two steps of the operator at which it is killed: one request of a kind.
 *
 * @param after true: the request is done, and the operator never hears of it; false: it never
 *     reached the API server
 */
record Strike(Boundary boundary, boolean after) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the operator was about to do, or has just done. */
  enum Boundary {
    ADMITTED("Scheduled", false),
    JOB_CREATED("POST", true),
    SCHEDULED("Scheduled", false),
    RECORD_WRITTEN("RetryFailed", false),
    RESTART("Restart", false),
    JOB_DELETED("DELETE", true),
    COMPLETE("Complete", false),
    FAILED("Failed", false);

    private final String word;
    private final boolean ofJobs;

    Boundary(String word, boolean ofJobs) {
      this.word = word;
      this.ofJobs = ofJobs;
    }

    boolean isOf(String method, String path, String body) {
      return ofJobs
          ? word.equals(method) && path.matches("/apis/batch/v1/namespaces/[^/]+/jobs(/[^/?]+)?")
          : path.contains("/backups/") && path.endsWith("/status") && isOf(body);
    }

    /** Of the two that are called Scheduled, one knows when its Job was seen. */
    private boolean isOf(String body) {
      JsonNode status = status(body);
      boolean started = status.has("attemptStartedAt");
      return status.path("phase").asText().equals(word)
          && (this != ADMITTED || !started)
          && (this != SCHEDULED || started);
    }

    private static JsonNode status(String body) {
      try {
        return JSON.readTree(body).path("status");
      } catch (IOException e) {
        throw new IllegalStateException("a status that is no JSON: " + body, e);
      }
    }
  }

  /** Every boundary, on either side. */
  static List<Strike> all() {
    List<Strike> all = new ArrayList<>();
    for (Boundary boundary : Boundary.values()) {
      all.add(new Strike(boundary, false));
      all.add(new Strike(boundary, true));
    }
    return all;
  }

  @Override
  public String toString() {
    return (after ? "after " : "before ") + boundary;
  }
}
