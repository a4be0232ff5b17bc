package io.bactrian.cluster.kube;

import io.bactrian.api.SecretReference;
import io.bactrian.control.SecretUse;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * Storage credentials of Backups that are to be cleaned, copied into the operator's namespace when
 * the finalizer is set: a namespace that is deleted loses its Secrets before its Backups are
 * cleaned. A copy goes with the finalizer.
 */
final class KeptCredentials {
  /** Annotation of a copy: {@code <namespace>/<name>} that it was made of. */
  private static final String SOURCE = "bactrian.io/secret-source";

  private final Api api;
  private final KubeSecrets secrets;

  KeptCredentials(Api api, KubeSecrets secrets) {
    this.api = api;
    this.secrets = secrets;
  }

  /**
   * Makes or renews the copy; nothing where the Secret is gone or {@code asking} must not use it:
   * its permission is asked of the very Secret that is copied. Nor where another's stands there.
   */
  void keep(String asking, SecretUse use, SecretReference copy) {
    secrets.usable(asking, use.namespace(), use.name()).ifPresent(from -> store(from, use, copy));
  }

  /** Removes a copy; nothing where there is none, or where the Secret is no copy of ours. */
  void drop(SecretReference copy) {
    secrets
        .find(copy.namespace, copy.name)
        .filter(KeptCredentials::isCopy)
        .ifPresent(
            secret ->
                api.delete(
                    KubeSecrets.path(copy.namespace, copy.name),
                    secret.getMetadata().getUid(),
                    "Background"));
  }

  private void store(Secret from, SecretUse use, SecretReference copy) {
    Map<String, String> data = new HashMap<>(KubeSecrets.data(from));
    if (!use.members().isEmpty()) {
      data.keySet().retainAll(use.members());
    }
    Secret made =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(copy.namespace)
            .withName(copy.name)
            .addToLabels("app.kubernetes.io/managed-by", "bactrian")
            .addToAnnotations(SOURCE, use.namespace() + "/" + use.name())
            .endMetadata()
            .withType("Opaque")
            .withData(data)
            .build();
    if (api.create(Api.path("api/v1", copy.namespace, "secrets"), made, Secret.class).isEmpty()) {
      secrets
          .find(copy.namespace, copy.name)
          .filter(KeptCredentials::isCopy)
          .ifPresent(
              old -> api.put(KubeSecrets.path(copy.namespace, copy.name), made, Secret.class));
    }
  }

  private static boolean isCopy(Secret secret) {
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(SOURCE);
  }
}
