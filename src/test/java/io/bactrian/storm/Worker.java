package io.bactrian.storm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Names;
import io.bactrian.api.WorkerOrder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** A worker's pod, as far as a script wants to know: what it was told to do. */
record Worker(String pod, WorkerOrder order) {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static boolean is(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Names.ORDER);
  }

  static Worker of(Pod pod) {
    try {
      String order = pod.getMetadata().getAnnotations().get(Names.ORDER);
      return new Worker(pod.getMetadata().getName(), JSON.readValue(order, WorkerOrder.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order that cannot be read", e);
    }
  }

  String task() {
    return order.task;
  }

  /** Of the resource it works for. */
  String name() {
    return order.name;
  }

  int attempt() {
    return order.attempt;
  }

  String runId() {
    return order.runIds.get(0);
  }
}
