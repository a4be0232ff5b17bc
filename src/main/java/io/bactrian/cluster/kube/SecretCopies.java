package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.control.JobOrder;
import io.bactrian.control.Keywords;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Secrets of another namespace than the worker's, copied for one Job, which owns the copies. The
 * Job is made suspended, with the sources in an annotation; copies follow; then it may run. So
 * whoever finds a suspended Job can finish what a dead operator began, and no copy is ever without
 * an owner.
 */
final class SecretCopies {
  /** Annotation of a Job: {@code <copy>=<namespace>/<name>:<member>,<member>} for each, by ';'. */
  static final String SOURCES = "bactrian.io/secret-sources";

  private final Api api;
  private final KubeSecrets secrets;
  private final String operatorNamespace;

  SecretCopies(KubernetesClient client, KubeSecrets secrets, String operatorNamespace) {
    this.api = new Api(client);
    this.secrets = secrets;
    this.operatorNamespace = operatorNamespace;
  }

  /**
   * Refuses a Secret of the worker's namespace that the resource's namespace must not use. The copy
   * kept for a clean Job is called as the Job is, and is its to use.
   */
  void check(JobOrder order) {
    Stream.of(order.storageSecret(), order.key())
        .flatMap(Optional::stream)
        .filter(use -> isHere(order, use) && !use.namespace().equals(order.resourceNamespace()))
        .filter(use -> !use.name().equals(order.job().name()))
        .filter(
            use -> secrets.usable(order.resourceNamespace(), use.namespace(), use.name()).isEmpty())
        .forEach(
            use -> {
              throw Failure.usage(
                  "namespace '"
                      + order.resourceNamespace()
                      + "' must not use Secret "
                      + use.namespace()
                      + "/"
                      + use.name(),
                  "name it in that Secret's annotation " + Names.ALLOW_NAMESPACES);
            });
  }

  /** The Secret's name in the worker's namespace: its own, or its copy's. */
  static Optional<String> name(JobOrder order, Optional<SecretUse> use, String role) {
    return use.map(secret -> isHere(order, secret) ? secret.name() : copyName(order, role));
  }

  /** What must be copied before the Job may run; empty: nothing. */
  static Optional<String> sources(JobOrder order) {
    List<String> sources = new ArrayList<>();
    order.storageSecret().ifPresent(use -> add(sources, order, use, "storage"));
    order.key().ifPresent(use -> add(sources, order, use, "key"));
    return sources.isEmpty() ? Optional.empty() : Optional.of(String.join(";", sources));
  }

  private static void add(List<String> sources, JobOrder order, SecretUse use, String role) {
    if (!isHere(order, use)) {
      sources.add(
          copyName(order, role)
              + "="
              + Api.name(use.namespace())
              + "/"
              + Api.name(use.name())
              + ":"
              + String.join(",", use.members()));
    }
  }

  private static boolean isHere(JobOrder order, SecretUse use) {
    return use.namespace().equals(order.job().namespace());
  }

  private static String copyName(JobOrder order, String role) {
    String uid = order.order().uid;
    return order.job().name()
        + "-"
        + uid.substring(0, Math.min(8, uid.length()))
        + "-"
        + order.order().attempt
        + "-"
        + role;
  }

  /** Whether the Job waits for its copies. */
  static boolean isWaiting(Job job) {
    return Boolean.TRUE.equals(job.getSpec().getSuspend())
        && job.getMetadata().getDeletionTimestamp() == null
        && sources(job) != null;
  }

  private static String sources(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(SOURCES);
  }

  /**
   * Copies and lets the Job run. Empty where that was done; else why it cannot be: the Job stays
   * suspended, and this may be called again.
   */
  Optional<String> finish(Job job) {
    String asking = asking(job);
    for (String source : sources(job).split(";", -1)) {
      int equals = source.indexOf('=');
      int slash = source.indexOf('/', equals);
      int colon = source.indexOf(':', slash);
      SecretUse use =
          new SecretUse(
              source.substring(equals + 1, slash),
              source.substring(slash + 1, colon),
              List.of(source.substring(colon + 1).split(",", -1)).stream()
                  .filter(member -> !member.isEmpty())
                  .toList());
      Optional<Secret> from = secrets.usable(asking, use.namespace(), use.name());
      if (from.isEmpty()) {
        return Optional.of(Keywords.SECRET_MISSING + ": " + use.namespace() + "/" + use.name());
      }
      String name = source.substring(0, equals);
      if (!copied(job, name, from.get(), use.members())) {
        return Optional.of("SecretInTheWay: " + job.getMetadata().getNamespace() + "/" + name);
      }
    }
    api.merge(job, Map.of("spec", Map.of("suspend", false)));
    return Optional.empty();
  }

  /**
   * The namespace that must be allowed. What a Job says of itself counts in the operator's own
   * namespace only: anybody may make Jobs in his, and asks for no more than he may have.
   */
  private String asking(Job job) {
    return isOperators(job)
        ? ResourceMark.read(job.getMetadata()).map(key -> key.namespace()).orElse("")
        : job.getMetadata().getNamespace();
  }

  private boolean isOperators(Job job) {
    return operatorNamespace.equals(job.getMetadata().getNamespace());
  }

  /**
   * False where a Secret of that name is there and not of this Job: a copy of a Job that is gone,
   * which goes after it by itself, or somebody's own. It is neither used nor deleted: the operator
   * may delete no Secret of a user's namespace.
   */
  private boolean copied(Job job, String name, Secret from, List<String> members) {
    Map<String, String> data = new HashMap<>(KubeSecrets.data(from));
    if (!members.isEmpty()) {
      data.keySet().retainAll(members);
    }
    Secret copy =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(name)
            .withLabels(job.getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(job.getMetadata().getName())
                    .withUid(job.getMetadata().getUid())
                    .build())
            .endMetadata()
            .withType("Opaque")
            .withData(data)
            .build();
    String place = job.getMetadata().getNamespace();
    // One that is there and of this Job was made before an operator died.
    return api.create(Api.path("api/v1", place, "secrets"), copy, Secret.class).isPresent()
        || secrets.find(place, name).filter(old -> isOwnedBy(old, job)).isPresent();
  }

  private static boolean isOwnedBy(Secret secret, Job job) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
  }
}
