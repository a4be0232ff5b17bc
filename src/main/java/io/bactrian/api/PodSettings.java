package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaSwap;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/** What users of a resource may say about its pods; nothing else of the pod is theirs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaSwap(
    originalType = ResourceRequirements.class,
    fieldName = "claims",
    targetType = void.class)
public class PodSettings {
  @JsonPropertyDescription("Labels of the worker pod, beside the operator's own.")
  @Size(max = 64)
  public Map<String, String> labels;

  @JsonPropertyDescription("Annotations of the worker pod, beside the operator's own.")
  @Size(max = 64)
  public Map<String, String> annotations;

  @JsonPropertyDescription("The worker runs only on nodes that have these labels.")
  @Size(max = 64)
  public Map<String, String> nodeSelector;

  @JsonPropertyDescription(
      "Taints that the worker bears; as in a pod: kubectl explain pod.spec.tolerations.")
  @Size(max = 64)
  public List<Toleration> tolerations;

  @JsonPropertyDescription(
      "Where the worker runs; as in a pod: kubectl explain pod.spec.affinity. The node that a"
          + " ReadWriteOnce claim is mounted on is required besides.")
  public Affinity affinity;

  @JsonPropertyDescription("Name of the worker pod's PriorityClass.")
  @Size(max = 253)
  public String priorityClassName;

  @JsonPropertyDescription(
      "Requests and limits of the worker container: cpu, memory, ephemeral-storage. Without them:"
          + " the operator's own.")
  public ResourceRequirements resources;
}
