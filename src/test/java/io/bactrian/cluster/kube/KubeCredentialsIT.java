package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.control.SecretUse;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Credentials that are kept for cleaning. */
@Execution(ExecutionMode.CONCURRENT)
class KubeCredentialsIT extends KubeResourcesFixture {
  @Test
  void credentialsAreKeptForCleaning_renewed_andDropped() {
    site.secret(site.namespace, "store", Map.of("accessKey", "A"), Map.of());
    SecretUse use = new SecretUse(site.namespace, "store", List.of());
    SecretReference copy = new SecretReference();
    copy.namespace = "bactrian-system";
    copy.name = "clean-" + site.namespace;
    cluster.secrets().keep(site.namespace, use, copy);
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy).getData()).containsOnlyKeys("accessKey");
    cluster.secrets().keep(site.namespace, new SecretUse(site.namespace, "none", List.of()), copy);
    assertThat(kept(copy)).as("a Secret that is gone leaves its copy").isNotNull();
    cluster.secrets().drop(copy);
    cluster.secrets().drop(copy);
    assertThat(kept(copy)).isNull();
  }

  @Test
  void credentialsOfAnotherNamespace_areKeptOnlyWhileItsAnnotationAllowsIt() {
    String name = "theirs-" + site.namespace;
    site.secret("bactrian-system", name, Map.of("accessKey", "A"), Map.of());
    SecretUse use = new SecretUse("bactrian-system", name, List.of());
    SecretReference copy = new SecretReference();
    copy.namespace = "bactrian-system";
    copy.name = "clean-" + site.namespace;
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy)).isNull();
    site.plane.kubectl(
        "-n",
        "bactrian-system",
        "annotate",
        "secret/" + name,
        Names.ALLOW_NAMESPACES + "=" + site.namespace);
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy).getData()).containsOnlyKeys("accessKey");
    cluster.secrets().drop(copy);
  }

  @Test
  void dropCredentials_leavesASecretThatIsNoCopy() {
    site.secret(site.namespace, "store", Map.of("accessKey", "A"), Map.of());
    SecretReference mine = new SecretReference();
    mine.namespace = site.namespace;
    mine.name = "store";
    cluster.secrets().drop(mine);
    assertThat(kept(mine)).isNotNull();
  }

  private Secret kept(SecretReference copy) {
    return site.admin.secrets().inNamespace(copy.namespace).withName(copy.name).get();
  }
}
