package io.bactrian.config;

import io.bactrian.cluster.kube.WorkerGear;
import io.bactrian.cluster.kube.WorkerSettings;
import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code bactrian.worker.*} says about the pods of workers. */
public final class WorkerPods {
  private static final String PREFIX = "bactrian.worker.";

  /**
   * What workers are tuned by. Nothing of a repository: that is the resource's, and may be secret.
   */
  private static final List<String> FOR_WORKERS =
      List.of(
          "bactrian.retry.",
          "bactrian.store.",
          "bactrian.lock.",
          "bactrian.concurrency",
          "bactrian.bundle-size",
          "bactrian.format",
          "bactrian.compression-level",
          "bactrian.algorithm",
          "bactrian.spool.directory",
          PREFIX + "port");

  private WorkerPods() {}

  /** USAGE, naming property and value, where one is missing or malformed. */
  public static WorkerSettings of(Resolved resolved) {
    SettingReader in = new SettingReader(resolved);
    return new WorkerSettings(
        image(in),
        policy(in),
        words(in.text(PREFIX + "image-pull-secrets")),
        WorkerSettings.ENTRYPOINT,
        resources(in, "requests"),
        resources(in, "limits"),
        in.text(PREFIX + "scratch-limit"),
        in.text(PREFIX + "service-account"),
        in.text(PREFIX + "priority-class"),
        in.integer(PREFIX + "user", 0, Integer.MAX_VALUE),
        in.path(PREFIX + "pod-template"),
        gear(in, resolved));
  }

  private static WorkerGear gear(SettingReader in, Resolved resolved) {
    return new WorkerGear(
        in.integer(PREFIX + "port", 0, 65_535),
        Sources.changed(resolved, WorkerPods::isForWorkers),
        in.path("bactrian.kamelets.directory"));
  }

  private static boolean isForWorkers(String name) {
    return FOR_WORKERS.stream().anyMatch(name::startsWith);
  }

  private static String image(SettingReader in) {
    String image = in.text(PREFIX + "image");
    if (image.isEmpty()) {
      throw Failure.usage(
          "bactrian.worker.image is not set",
          "name the image that worker pods run, as a rule the operator's own, for instance as"
              + " BACTRIAN_WORKER_IMAGE");
    }
    return image;
  }

  private static String policy(SettingReader in) {
    String policy = in.text(PREFIX + "image-pull-policy");
    if (!List.of("", "Always", "IfNotPresent", "Never").contains(policy)) {
      throw Failure.usage(
          "bactrian.worker.image-pull-policy is '" + policy + "'",
          "use Always, IfNotPresent, Never, or nothing");
    }
    return policy;
  }

  private static Map<String, String> resources(SettingReader in, String kind) {
    Map<String, String> resources = new TreeMap<>();
    for (String name : List.of("cpu", "memory")) {
      String quantity = in.text(PREFIX + "resources." + kind + "." + name);
      if (!quantity.isEmpty()) {
        resources.put(name, quantity);
      }
    }
    return resources;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
