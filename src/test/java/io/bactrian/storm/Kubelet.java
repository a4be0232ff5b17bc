package io.bactrian.storm;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Does to pods, through the API server alone, what a kubelet does: binds them to a node that does
 * not exist otherwise, says that they run, says how they ended once the script tells, and confirms
 * a deletion after the time that the pod takes to die. Pods that are no workers run for ever, and
 * are ready.
 */
final class Kubelet implements AutoCloseable {
  private static final String NODE = "storm-node";

  private final KubernetesClient admin;
  private final Function<Worker, CompletableFuture<End>> script;
  private final Duration dying;
  private final List<Watch> watches = new ArrayList<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService hands = Executors.newScheduledThreadPool(6);
  private final List<String> troubles = new java.util.concurrent.CopyOnWriteArrayList<>();

  /**
   * @param script when and how a worker ends; never completed: it works for ever
   * @param dying from the deletion of a pod that runs to its end
   */
  Kubelet(KubernetesClient admin, Function<Worker, CompletableFuture<End>> script, Duration dying) {
    this.admin = admin;
    this.script = script;
    this.dying = dying;
    admin
        .resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build())
        .serverSideApply();
  }

  /** From now on, and what is there already. */
  Kubelet serve(String namespace) {
    watches.add(Watching.pods(admin, namespace, this::seen, troubles::add));
    return this;
  }

  private void seen(Pod pod, boolean gone) {
    String uid = pod.getMetadata().getUid();
    if (gone) {
      dead.add(uid);
    } else if (pod.getMetadata().getDeletionTimestamp() != null) {
      if (begun.contains(uid) && dead.add(uid)) {
        later(dying, () -> bury(pod));
      }
    } else if (begun.add(uid)) {
      later(Duration.ZERO, () -> begin(pod));
    }
  }

  private void later(Duration delay, Runnable task) {
    hands.schedule(() -> quietly(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A pod that is gone meanwhile is nobody's trouble; anything else is the test's. */
  private void quietly(Runnable task) {
    try {
      task.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && e.getCode() != 409) {
        troubles.add(e.toString());
      }
    } catch (RuntimeException e) {
      troubles.add(e.toString());
    }
  }

  private void begin(Pod pod) {
    bind(pod);
    write(pod, "Running", true, Map.of("running", Map.of("startedAt", now())));
    if (Worker.is(pod)) {
      script.apply(Worker.of(pod)).thenAccept(end -> later(Duration.ZERO, () -> end(pod, end)));
    }
  }

  /** One that was bound before had the answer to that lost. */
  private void bind(Pod pod) {
    try {
      admin.raw(path(pod) + "/binding", "POST", binding(pod));
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
    }
  }

  private void end(Pod pod, End end) {
    if (!dead.contains(pod.getMetadata().getUid())) {
      tell(pod, end);
    }
  }

  private void tell(Pod pod, End end) {
    write(
        pod,
        end.exitCode() == 0 ? "Succeeded" : "Failed",
        false,
        Map.of(
            "terminated",
            Map.of(
                "exitCode", end.exitCode(),
                "reason", end.reason(),
                "message", end.message(),
                "finishedAt", now())));
  }

  /** As after a grace period: how it ended, then that it is gone. */
  private void bury(Pod pod) {
    tell(pod, End.killed());
    admin.resource(pod).withGracePeriod(0).delete();
  }

  private static String path(Pod pod) {
    return "/api/v1/namespaces/"
        + pod.getMetadata().getNamespace()
        + "/pods/"
        + pod.getMetadata().getName();
  }

  private static Object binding(Pod pod) {
    return new BindingBuilder()
        .withNewMetadata()
        .withName(pod.getMetadata().getName())
        .endMetadata()
        .withNewTarget()
        .withKind("Node")
        .withName(NODE)
        .endTarget()
        .build();
  }

  /** The uid in the patch: a pod of the same name that came later is not meant. */
  private void write(Pod pod, String phase, boolean ready, Map<String, Object> state) {
    String container = pod.getSpec().getContainers().get(0).getName();
    Map<String, Object> status =
        Map.of(
            "phase",
            phase,
            "startTime",
            pod.getMetadata().getCreationTimestamp(),
            "conditions",
            List.of(Map.of("type", "Ready", "status", ready ? "True" : "False")),
            "containerStatuses",
            List.of(
                Map.of(
                    "name",
                    container,
                    "image",
                    "bactrian:test",
                    "imageID",
                    "bactrian:test",
                    "ready",
                    ready,
                    "restartCount",
                    0,
                    "state",
                    state)));
    admin
        .resource(pod)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            admin
                .getKubernetesSerialization()
                .asJson(
                    Map.of(
                        "metadata", Map.of("uid", pod.getMetadata().getUid()), "status", status)));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What went wrong that no operator can have caused; empty in a good test. */
  List<String> troubles() {
    return List.copyOf(troubles);
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    hands.shutdownNow();
  }
}
