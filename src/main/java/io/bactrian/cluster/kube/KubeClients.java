package io.bactrian.cluster.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.time.Duration;
import java.util.List;

/**
 * Clients whose every request ends in bounded time. A watch that hears nothing, not even the
 * bookmark that an API server sends each minute, is taken for dead and opened anew: a connection
 * that a firewall dropped silently would else stay deaf for ten minutes.
 */
public final class KubeClients {
  private static final Duration SILENCE = Duration.ofMinutes(3);
  private static final int MILLIS = 1000;

  private KubeClients() {}

  /** The caller closes it. */
  public static KubernetesClient open(Config config) {
    return open(config, SILENCE);
  }

  /**
   * Answers of 429 and 5xx, and connections that break, are tried again 3 times with growing
   * delays, at least as long as Retry-After says.
   *
   * @param silence whole seconds
   */
  public static KubernetesClient open(Config config, Duration silence) {
    return build(config, silence, 3, 10 * MILLIS);
  }

  /**
   * One try of a few seconds, whatever Retry-After says: for a {@link LeaderLease}, which does its
   * own retrying and has no time to lose.
   */
  public static KubernetesClient openForLease(Config config) {
    return build(config, SILENCE, 0, 4 * MILLIS);
  }

  private static KubernetesClient build(
      Config config, Duration silence, int retries, int requestTimeout) {
    Config bounded =
        new ConfigBuilder(config)
            .withConnectionTimeout(5 * MILLIS)
            .withRequestTimeout(requestTimeout)
            .withRequestRetryBackoffLimit(retries)
            .withRequestRetryBackoffInterval(MILLIS / 2)
            .withWatchReconnectInterval(MILLIS)
            .withWatchReconnectLimit(-1)
            .build();
    bounded.setOauthToken(strip(bounded.getOauthToken()));
    bounded.setAutoOAuthToken(strip(bounded.getAutoOAuthToken()));
    return new KubernetesClientBuilder()
        .withConfig(bounded)
        .withKubernetesSerialization(serialization())
        .withHttpClientFactory(new VertxHttpClientFactory(AlertVertx.closingAfter(silence)))
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("retry-after", retryAfter(retries)))
        .build();
  }

  /** Null where nothing is tried again: no interceptor. */
  private static RetryAfter retryAfter(int retries) {
    return retries == 0 ? null : new RetryAfter();
  }

  /** With a line end, which no header may have, Vert.x would show the token in its complaint. */
  private static String strip(String token) {
    return token == null ? null : token.strip();
  }

  /** Who changed which field: half of what an API server sends, and nobody here reads it. */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  /**
   * Knows the kinds that watches bring, and no others: fabric8 left to itself loads the class of
   * every kind there is, OpenShift's too, which costs 18 MB.
   */
  private static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper().addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    KubernetesSerialization few = new KubernetesSerialization(mapper, false);
    List.of(
            Backup.class,
            Restore.class,
            BackupSchedule.class,
            Job.class,
            Pod.class,
            PersistentVolumeClaim.class,
            Status.class)
        .forEach(few::registerKubernetesResource);
    return few;
  }
}
