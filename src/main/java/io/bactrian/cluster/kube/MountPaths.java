package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.JobOrder;
import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.List;

/** Where a worker pod finds what it works with; the order says so. */
final class MountPaths {
  static final String ORDER = "/var/run/bactrian/order";
  static final String ORDER_FILE = "order.json";
  static final String SETTINGS_FILE = "application.properties";
  static final String KAMELETS = "kamelets";
  static final String STORAGE = "/var/run/bactrian/storage";
  static final String KEY = "/var/run/bactrian/key";
  static final String DATA = "/data";
  static final String REPOSITORY = "/repository";
  static final String SCRATCH = "/tmp";

  private static final ObjectMapper JSON = new ObjectMapper();

  private MountPaths() {}

  /** The order as the pod's worker sees it: paths within claims become paths of the container. */
  static WorkerOrder resolve(JobOrder job) {
    WorkerOrder order = JSON.convertValue(job.order(), WorkerOrder.class);
    if (job.dataClaim().isPresent()) {
      order.dataDirectory = within(DATA, order.dataDirectory);
    }
    if (job.repositoryClaim().isPresent()) {
      Storage storage = order.storage;
      order.repositoryDirectory = within(REPOSITORY, storage == null ? null : storage.path);
    }
    if (job.storageSecret().isPresent()) {
      order.storageSecretDirectory = STORAGE;
    }
    job.key().ifPresent(key -> order.keyFile = KEY + "/" + key.members().get(0));
    return order;
  }

  private static String within(String mount, String path) {
    List<String> parts =
        path == null
            ? List.of()
            : Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    if (parts.contains("..")) {
      throw Failure.usage(
          "the path '" + path + "' leads out of its claim", "give a path within the claim");
    }
    return parts.isEmpty() ? mount : mount + "/" + String.join("/", parts);
  }
}
