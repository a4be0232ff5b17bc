package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.api.ProgressStatus;
import io.bactrian.cluster.Refused;
import io.bactrian.cluster.Workers;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Workers as Jobs. Looks are live; only the address for progress comes from the watch. */
final class KubeWorkers implements Workers {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final String BATCH = "apis/batch/v1";

  private final KubernetesClient client;
  private final Api api;
  private final ClaimUsers claims;
  private final SecretCopies copies;
  private final JobBuilder builder;
  private final Progress progress;
  private final Supplier<Stream<Pod>> watchedPods;
  private final long standardUser;

  KubeWorkers(
      KubernetesClient client,
      SecretCopies copies,
      WorkerSettings settings,
      Progress progress,
      Supplier<Stream<Pod>> watchedPods) {
    this.client = client;
    this.api = new Api(client);
    this.claims = new ClaimUsers(client);
    this.copies = copies;
    this.builder = new JobBuilder(settings, PodTemplateFile.read(settings.podTemplate()));
    this.progress = progress;
    this.watchedPods = watchedPods;
    this.standardUser = settings.user();
  }

  @Override
  public JobFact look(JobKey key) {
    Optional<Job> job = find(key);
    if (job.isEmpty()) {
      return JobFact.absent();
    }
    if (SecretCopies.isWaiting(job.get())) {
      Optional<String> trouble = copies.finish(job.get());
      return trouble.isPresent()
          ? withReason(JobLook.of(job.get(), List.of()), trouble.get())
          : find(key).map(now -> JobLook.of(now, pods(key))).orElse(JobFact.absent());
    }
    return JobLook.of(job.get(), pods(key));
  }

  private static JobFact withReason(JobFact fact, String reason) {
    return new JobFact(
        fact.state(),
        fact.attempt(),
        fact.uid(),
        fact.madeAt(),
        fact.endedAt(),
        fact.end(),
        fact.exitCode(),
        reason);
  }

  private Optional<Job> find(JobKey key) {
    return api.get(path(key), Job.class);
  }

  private static String path(JobKey key) {
    return Api.path(BATCH, key.namespace(), "jobs", key.name());
  }

  private List<Pod> pods(JobKey key) {
    return client
        .pods()
        .inNamespace(key.namespace())
        .withLabel(JOB_NAME, key.name())
        .withLabel(Names.UID)
        .list()
        .getItems();
  }

  @Override
  public List<String> livePods(String namespace, String uid) {
    return client
        .pods()
        .inNamespace(Api.name(namespace))
        .withLabel(Names.UID, uid)
        .list()
        .getItems()
        .stream()
        .filter(ClaimUsers::isAlive)
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  @Override
  public boolean start(JobOrder order) {
    copies.check(order);
    Placement placement = claims.place(order, standardUser);
    Job job =
        builder.build(
            order,
            placement,
            SecretCopies.name(order, order.storageSecret(), "storage"),
            SecretCopies.name(order, order.key(), "key"));
    Optional<String> sources = SecretCopies.sources(order);
    sources.ifPresent(
        text -> {
          job.getMetadata().getAnnotations().put(SecretCopies.SOURCES, text);
          job.getSpec().setSuspend(true);
        });
    Optional<Job> made = create(order.job().namespace(), job);
    made.filter(SecretCopies::isWaiting).ifPresent(copies::finish);
    return made.isPresent();
  }

  /** What is refused for its words stays refused; 403 is a quota, a webhook or a right. */
  private Optional<Job> create(String namespace, Job job) {
    try {
      return api.create(Api.path(BATCH, namespace, "jobs"), job, Job.class);
    } catch (KubernetesClientException e) {
      boolean lasting = e.getCode() == 400 || e.getCode() == 422;
      if (lasting || e.getCode() == 403) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        throw new Refused(new Refusal(lasting, said == null ? e.getMessage() : said), e);
      }
      throw e;
    }
  }

  /** Only a Job of ours: one that happens to have this name stays. */
  @Override
  public void remove(JobKey key) {
    find(key)
        .map(Job::getMetadata)
        .filter(KubeWorkers::isOurs)
        .ifPresent(meta -> api.delete(path(key), meta.getUid(), "Foreground"));
  }

  private static boolean isOurs(ObjectMeta meta) {
    return meta.getLabels() != null && meta.getLabels().containsKey(Names.UID);
  }

  @Override
  public Optional<ProgressStatus> progress(JobKey key) {
    return watchedPods
        .get()
        .filter(pod -> key.namespace().equals(pod.getMetadata().getNamespace()))
        .filter(pod -> key.name().equals(pod.getMetadata().getLabels().get(JOB_NAME)))
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getStatus().getPodIP() != null)
        .findFirst()
        .flatMap(this::ask);
  }

  private Optional<ProgressStatus> ask(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return progress.ask(
        pod.getStatus().getPodIP(), labels.get(Names.UID), labels.get(Names.ATTEMPT));
  }
}
