package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand resources, watched by a process of its own. */
class KubeScaleIT {
  private static final int RESOURCES = 1000;

  @Test
  void thousandResources_areWatchedInLittleMemory_andListedInATrice() throws Exception {
    KubeSite site = new KubeSite(ControlPlane.startOrSkip());
    try {
      IntStream.range(0, RESOURCES)
          .parallel()
          .forEach(
              i -> {
                var made = site.create("n-" + i);
                made.setStatus(new BackupStatus());
                made.getStatus().phase = "Complete";
                made.getStatus().backupPath = "x".repeat(200);
                site.admin.resource(made).updateStatus();
              });
      String told = child(site.plane.adminKubeconfig());
      System.out.println(told);
      assertThat(number(told, "resources")).isGreaterThanOrEqualTo(RESOURCES);
      assertThat(number(told, "liveHeapKiB")).isLessThan(40 * 1024);
      assertThat(number(told, "residentKiB")).isLessThan(190 * 1024);
    } finally {
      site.close();
    }
  }

  private static String child(Path kubeconfig) throws Exception {
    Path output = Files.createTempFile("bactrian-scale-", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Watcher.class.getName(),
                kubeconfig.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(output);
    Files.delete(output);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines.stream()
        .filter(l -> l.startsWith("resources="))
        .findFirst()
        .orElse(String.join("\n", lines));
  }

  private static long number(String told, String name) {
    return Long.parseLong(told.replaceAll(".*" + name + "=(\\d+).*", "$1"));
  }

  /** The other process: starts, waits a little, and says what it took. */
  static final class Watcher {
    private Watcher() {}

    public static void main(String[] args) throws Exception {
      Config config = Config.fromKubeconfig(Files.readString(Path.of(args[0])));
      try (KubernetesClient client = KubeClients.open(config);
          KubeCluster cluster = new KubeCluster(client, KubeSite.settings())) {
        long began = System.nanoTime();
        cluster.start();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String resident =
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
        System.gc();
        long live = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.println(
            "resources="
                + cluster.backups().list().size()
                + " startMillis="
                + took.toMillis()
                + " residentKiB="
                + resident
                + " liveHeapKiB="
                + live / 1024
                + " classes="
                + java.lang.management.ManagementFactory.getClassLoadingMXBean()
                    .getLoadedClassCount());
      }
    }
  }
}
