package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.AuditLog;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator does all that it can do with the rights that are shipped; each of them it needs, and
 * it asks for no other.
 */
class LeastRightsIT {
  @TempDir private Path directory;
  private StormSite site;
  private Everything everything;
  private OperatorProcess operator;

  @BeforeEach
  void open() throws IOException {
    site = StormSite.openOrSkip(Files.createTempDirectory(directory, "site-"));
  }

  @AfterEach
  void close() {
    if (operator != null) {
      operator.kill();
    }
    if (everything != null) {
      everything.close();
    }
    if (site != null) {
      Right.grant(site.admin(), Right.granted(site.admin()));
      site.close();
    }
  }

  /**
   * The scenario once; what it asked for is what is granted. Then each right is taken away, and a
   * request that the operator made by it is made again, and refused.
   */
  @Test
  void rightsAsShipped_areEnough_andNoneIsSpare() {
    List<Right> granted = Right.granted(site.admin());
    long mark = site.plane().audit().mark();
    start();
    await("everything done", () -> everything.left().isEmpty());
    operator.kill();
    List<AuditLog.Asked> asked = site.plane().audit().since(mark);
    assertThat(asked).noneMatch(AuditLog.Asked::forbidden);
    assertThat(granted)
        .as("rights that nothing was asked by, of %d requests", asked.size())
        .allMatch(right -> asked.stream().anyMatch(right::allows));
    assertThat(everything.troubles()).isEmpty();
    try (KubernetesClient client = operatorClient()) {
      for (Right right : granted) {
        Right.grant(site.admin(), without(granted, right));
        AuditLog.Asked used = asked.stream().filter(right::allows).findFirst().orElseThrow();
        // The authorizer hears of it within milliseconds.
        await("403 without " + right + ": " + used, 20, () -> answer(client, used) == 403);
      }
    }
    System.out.printf(
        "LeastRightsIT: %d rights, %d requests; each right was used, and refused without it%n",
        granted.size(), asked.size());
  }

  /** The whole scenario for each right that is taken away, until the operator meets a refusal. */
  @Test
  @Tag("soak")
  void withoutAnyOne_theOperatorIsRefusedSomething() throws IOException {
    List<Right> granted = Right.granted(site.admin());
    for (Right right : granted) {
      Right.grant(site.admin(), without(granted, right));
      long mark = site.plane().audit().mark();
      start();
      await("a refusal without " + right, () -> isRefused(right, mark));
      System.out.println("LeastRightsIT: refused without " + right);
      close();
      operator = null;
      everything = null;
      site = null;
      open();
    }
    System.out.printf("LeastRightsIT: %d scenarios, each with a refusal%n", granted.size());
  }

  private boolean isRefused(Right right, long mark) {
    assertThat(everything.left()).as("not reached without " + right).isNotEmpty();
    return site.plane().audit().since(mark).stream()
        .anyMatch(request -> request.forbidden() && right.allows(request));
  }

  private void start() {
    everything = new Everything(site);
    operator =
        OperatorProcess.start(
            site,
            site.plane().url(),
            "rights",
            List.of(
                "bactrian.operator.progress-interval=1s",
                "bactrian.operator.clean.min-delay=1s",
                "bactrian.operator.clean.max-delay=2s",
                "bactrian.operator.clean.orphan-after=2s"));
  }

  private static List<Right> without(List<Right> granted, Right right) {
    List<Right> fewer = new ArrayList<>(granted);
    fewer.remove(right);
    return fewer;
  }

  /** With the operator's token; asks once. */
  private KubernetesClient operatorClient() {
    Config config =
        new ConfigBuilder(site.admin().getConfiguration())
            .withClientCertFile(null)
            .withClientKeyFile(null)
            .withOauthToken(site.operatorToken())
            .withRequestTimeout(2_000)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The code of the same request, with an empty body: who may not is refused before it is read. */
  private static int answer(KubernetesClient client, AuditLog.Asked request) {
    try {
      client.raw(request.uri(), method(request.verb()), "{}");
      return 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  private static String method(String verb) {
    return switch (verb) {
      case "create" -> "POST";
      case "update" -> "PUT";
      case "patch", "delete" -> verb.toUpperCase(Locale.ROOT);
      default -> "GET";
    };
  }

  private void await(String what, Callable<Boolean> condition) {
    await(what, 500, condition);
  }

  private void await(String what, int pollMillis, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofMillis(pollMillis))
          .until(
              () -> {
                if (operator.isAlive()) {
                  everything.push();
                }
                return condition.call();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          what + "; not done: " + everything.left() + "\n" + operator.log(), e);
    }
  }
}
