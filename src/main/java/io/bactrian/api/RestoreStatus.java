package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What became of a Restore. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RestoreStatus extends CommonStatus {
  @JsonPropertyDescription("The worker's Job, in this namespace.")
  public String restoreJobName;

  @JsonPropertyDescription(
      "When the data was back in its place; the workload may still have to start.")
  public String dataRestoredAt;

  @JsonPropertyDescription("The backup that is put back: <namespace>/<name>/<run-id>.")
  public String backupPath;

  @JsonPropertyDescription("How many files and directories were put back.")
  public Long files;

  @JsonPropertyDescription("Bytes that were put back.")
  public Long bytes;

  @JsonPropertyDescription(
      "The workload as it was found: written before it is stopped, so that it is started again"
          + " whatever happens.")
  public ScaledWorkload workload;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static class ScaledWorkload {
    @JsonPropertyDescription("StatefulSet, Deployment or ReplicaSet.")
    public String kind;

    @JsonPropertyDescription("Its name.")
    public String name;

    @JsonPropertyDescription("How many replicas it had.")
    @Min(0)
    @Max(Integer.MAX_VALUE)
    public Integer replicas;

    @JsonPropertyDescription("Whether it has been started again.")
    public Boolean restored;
  }
}
