package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.testing.ControlPlane;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** {@code docs/camel} in a Camel application that has nothing of ours. */
class CamelApplicationIT {

  @Test
  void itsCronTrigger_asksForOneBackupAMinute_howeverOftenItFires() throws Exception {
    KubeSite site = new KubeSite(ControlPlane.startOrSkip());
    long began = minute();
    try (CamelContext camel = new DefaultCamelContext()) {
      Properties properties = new Properties();
      properties.setProperty("backup.cron", "* * * * * ?");
      properties.setProperty("backup.namespace", site.namespace);
      camel.getPropertiesComponent().setOverrideProperties(properties);
      camel.getRegistry().bind("kubernetesClient", site.admin);
      NotifyBuilder threeTimes = new NotifyBuilder(camel).whenDone(3).create();
      NotifyBuilder anyFailed = new NotifyBuilder(camel).whenFailed(1).create();
      camel.start();
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              PluginHelper.getResourceLoader(camel)
                  .resolveResource("file:" + Path.of("docs/camel/backup-on-cron.camel.yaml")));
      assertThat(threeTimes.matches(60, TimeUnit.SECONDS)).isTrue();
      assertThat(anyFailed.matches()).isFalse();
    }
    List<Backup> asked =
        site.admin.resources(Backup.class).inNamespace(site.namespace).list().getItems();
    assertThat(asked).hasSizeBetween(1, (int) (minute() - began) + 1);
    assertThat(asked)
        .allSatisfy(
            backup -> {
              assertThat(backup.getMetadata().getName())
                  .matches("redis-\\d{4}-\\d\\d-\\d\\dt\\d\\d-\\d\\d");
              assertThat(backup.getSpec().storage.bucket).isEqualTo("backups");
              assertThat(backup.getSpec().settings.encryption.keySecretRef.name)
                  .isEqualTo("backup-key");
            });
  }

  private static long minute() {
    return Instant.now().getEpochSecond() / 60;
  }
}
