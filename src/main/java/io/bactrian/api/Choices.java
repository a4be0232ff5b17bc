package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The few fields whose values the API server itself knows; read by the CRD generator only. */
final class Choices {
  private Choices() {}

  enum Mode {
    @JsonProperty("snapshot")
    SNAPSHOT,
    @JsonProperty("log")
    LOG
  }

  enum CleanPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("OnFailure")
    ON_FAILURE,
    @JsonProperty("Delete")
    DELETE
  }

  enum Overwrite {
    @JsonProperty("Never")
    NEVER,
    @JsonProperty("Replace")
    REPLACE,
    @JsonProperty("Merge")
    MERGE
  }

  enum WorkloadKind {
    @JsonProperty("StatefulSet")
    STATEFUL_SET,
    @JsonProperty("Deployment")
    DEPLOYMENT,
    @JsonProperty("ReplicaSet")
    REPLICA_SET
  }
}
