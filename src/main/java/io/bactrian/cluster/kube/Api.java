package io.bactrian.cluster.kube;

import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One call, one request: fabric8's own verbs may read before they write. */
final class Api {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private final KubernetesClient client;

  Api(KubernetesClient client) {
    this.client = client;
  }

  /** Path of a resource's collection; {@code group} as {@code api/v1} or {@code apis/batch/v1}. */
  static String path(String group, String namespace, String plural) {
    return "/" + group + "/namespaces/" + name(namespace) + "/" + plural;
  }

  static String path(String group, String namespace, String plural, String name) {
    return path(group, namespace, plural) + "/" + name(name);
  }

  /** Names come from users' specs: one that is none must not become another path. */
  static String name(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw Failure.usage(
          "'" + name + "' is not the name of a Kubernetes object",
          "use lower-case letters, digits, '-' and '.'");
    }
    return name;
  }

  <T> Optional<T> get(String path, Class<T> type) {
    String text = client.raw(path);
    return text == null ? Optional.empty() : Optional.of(read(text, type));
  }

  <T> T put(String path, Object body, Class<T> type) {
    return read(client.raw(path, "PUT", body), type);
  }

  <T> T post(String path, Object body, Class<T> type) {
    return read(client.raw(path, "POST", body), type);
  }

  /** Empty where one of that name exists. */
  <T> Optional<T> create(String path, Object body, Class<T> type) {
    try {
      return Optional.of(post(path, body, type));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Where it still has this uid; otherwise nothing. {@code propagation} as the API has it. */
  void delete(String path, String uid, String propagation) {
    Map<String, Object> options =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "DeleteOptions",
            "propagationPolicy",
            propagation,
            "preconditions",
            Map.of("uid", uid));
    try {
      client.raw(path, "DELETE", options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
    }
  }

  /** A JSON merge patch of the object that {@code item} names. */
  <T extends HasMetadata> T merge(T item, Object patch) {
    return client
        .resource(item)
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(patch));
  }

  <T> T copy(T value) {
    return client.getKubernetesSerialization().clone(value);
  }

  private <T> T read(String json, Class<T> type) {
    return client.getKubernetesSerialization().unmarshal(json, type);
  }
}
