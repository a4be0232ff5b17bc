package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Names;
import io.bactrian.config.Resolved;
import io.bactrian.config.Sources;
import io.bactrian.config.WorkerPods;
import io.bactrian.control.JobOrder;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodFilesTest {
  private static final JobOrder BACKUP = Samples.job("backup", "uid-1", "prod", "db", 1);

  @TempDir Path directory;

  @Test
  void whatTheOperatorIsTuned_tunesItsWorkers_andNoSecretTravels() throws Exception {
    Path tuned = directory.resolve("application.properties");
    Files.writeString(
        tuned,
        """
        bactrian.worker.image=bactrian:test
        bactrian.retry.bundle.max-redeliveries=7
        bactrian.store.call-timeout=20m
        bactrian.spool.directory=/spool\\u0020here
        bactrian.operator.concurrency=2
        bactrian.repository.nas.secret-key=hush
        """);
    WorkerGear gear =
        WorkerPods.of(new Sources(Optional.of(tuned), Map.of(), List.of()).resolve()).gear();
    String travelling = new PodFiles(BACKUP, gear).annotations().get(Names.SETTINGS);
    assertThat(travelling).doesNotContain("hush").doesNotContain("operator");
    assertThat(travelling.lines()).hasSize(3);

    Path mounted = Files.writeString(directory.resolve("mounted.properties"), travelling);
    Resolved worker = new Sources(Optional.of(mounted), Map.of(), List.of()).resolve();
    assertThat(worker.warnings()).isEmpty();
    assertThat(worker.get("bactrian.retry.bundle.max-redeliveries")).isEqualTo("7");
    assertThat(worker.get("bactrian.store.call-timeout")).isEqualTo("20m");
    assertThat(worker.get("bactrian.spool.directory")).isEqualTo("/spool here");
  }

  @Test
  void kameletOfTheProvider_travels_andTheWorkerLooksForItThere() throws Exception {
    Files.writeString(directory.resolve("sftp-store-action.kamelet.yaml"), "kind: Kamelet\n");
    Files.writeString(directory.resolve("other-store-action.kamelet.yaml"), "kind: Other\n");
    PodFiles files = new PodFiles(of("sftp"), gear());
    assertThat(files.annotations())
        .containsEntry(Names.KAMELET, "kind: Kamelet\n")
        .hasEntrySatisfying(
            Names.SETTINGS,
            text ->
                assertThat(text)
                    .contains("bactrian.kamelets.directory=/var/run/bactrian/order/kamelets"));
    assertThat(files.items())
        .extracting(DownwardAPIVolumeFile::getPath)
        .containsExactly(
            "order.json", "kamelets/sftp-store-action.kamelet.yaml", "application.properties");
  }

  @Test
  void builtInProvider_needsNoKamelet() {
    PodFiles files = new PodFiles(of("s3"), gear());
    assertThat(files.annotations()).containsOnlyKeys(Names.ORDER, Names.SETTINGS);
    assertThat(files.annotations().get(Names.SETTINGS)).isEmpty();
  }

  @Test
  void moreThanAPodCanCarry_isRefused_andSaysWhatIsLong() throws Exception {
    Files.writeString(directory.resolve("wide-store-action.kamelet.yaml"), "#".repeat(300 * 1024));
    assertThatThrownBy(() -> new PodFiles(of("wide"), gear()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("wide-store-action.kamelet.yaml 307200 bytes");
  }

  private WorkerGear gear() {
    return new WorkerGear(8471, new TreeMap<>(), Optional.of(directory));
  }

  private static JobOrder of(String provider) {
    JobOrder order = Samples.job("backup", "uid-1", "prod", "db", 1);
    order.order().storage.provider = provider;
    return order;
  }
}
