package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a start needs of an API server, and what it says where that is missing. */
@Execution(ExecutionMode.CONCURRENT)
class KubeStartIT extends KubeResourcesFixture {
  @Test
  void aTokenWithALineEnd_isTakenWithoutIt() {
    Config config = proxy.config();
    config.setOauthToken(config.getOauthToken() + "\n");
    try (KubernetesClient lenient = KubeClients.open(config)) {
      assertThat(lenient.namespaces().withName(site.namespace).get()).isNotNull();
    }
  }

  @Test
  void start_withoutDefinitions_saysWhatToInstall() throws Exception {
    proxy.answer(request -> request.contains("/backups?"), 100, "404 Not Found");
    assertThatThrownBy(() -> cluster.start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("backups.bactrian.io")
        .satisfies(
            e ->
                assertThat(((Failure) e).hint().orElseThrow())
                    .contains("kubectl apply -f deploy/crds"));
  }

  /** The first answers of one that has just come up: it knows neither roles nor definitions yet. */
  @Test
  void start_whereTheServerHasJustComeUpItself_goesOn() throws Exception {
    site.create("b");
    proxy.answer(request -> request.contains("/backups?"), 1, "403 Forbidden");
    cluster.start();
    assertThat(proxy.faultsLeft()).isZero();
    assertThat(names(cluster.backups().list())).containsExactly("b");
  }

  @Test
  void start_withoutRights_saysSo_andWithoutAServer_givesUpInTime() throws Exception {
    proxy.answer(request -> request.contains("/restores?"), 100, "403 Forbidden");
    assertThatThrownBy(() -> cluster.start()).hasMessageContaining("restores.bactrian.io");
    Config nobody = proxy.config();
    proxy.refuse();
    KubeSettings hasty =
        new KubeSettings(
            List.of(), "bactrian-system", Duration.ofSeconds(2), KubeSite.settings().worker());
    try (KubernetesClient other = KubeClients.open(nobody);
        KubeCluster deaf = new KubeCluster(other, hasty)) {
      assertThatThrownBy(deaf::start)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("within 2 s");
      assertThat(deaf.unwatched()).isNotEmpty();
    }
  }

  @Test
  void namespacesThatAreNotWatched_areNotSeen() throws Exception {
    String other = site.namespace + "-other";
    site.namespace(other);
    site.create("b");
    site.admin.resource(Samples.backup(other, "c")).create();
    KubeSettings few =
        new KubeSettings(
            List.of(site.namespace),
            "bactrian-system",
            Duration.ofSeconds(30),
            KubeSite.settings().worker());
    Config config = Config.fromKubeconfig(Files.readString(site.plane.adminKubeconfig()));
    try (KubernetesClient own = KubeClients.open(config);
        KubeCluster one = new KubeCluster(own, few)) {
      one.start();
      assertThat(names(one.backups().list())).containsExactly("b");
    }
    site.admin.namespaces().withName(other).delete();
  }
}
