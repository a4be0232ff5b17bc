package io.bactrian.cluster.kube;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.testing.ControlPlane;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Resource definitions in a real API server: those that are shipped, else as the classes say. */
final class Crds {
  private static final Path SHIPPED = Path.of("deploy", "crds");
  private static final Set<String> INSTALLED = new HashSet<>();

  private Crds() {}

  /** Once a server: a second time would change nothing and cost two processes. */
  static synchronized void install(ControlPlane plane) {
    if (INSTALLED.contains(plane.url())) {
      return;
    }
    Path directory = Files.isDirectory(SHIPPED) ? SHIPPED : generate(plane);
    String how = Files.exists(directory.resolve("kustomization.yaml")) ? "-k" : "-f";
    ok(plane.kubectl("apply", "--server-side", how, directory.toString()));
    ok(
        plane.kubectl(
            "wait",
            "--for=condition=Established",
            "--timeout=90s",
            "crd/backups.bactrian.io",
            "crd/restores.bactrian.io",
            "crd/backupschedules.bactrian.io"));
    INSTALLED.add(plane.url());
  }

  private static Path generate(ControlPlane plane) {
    try {
      Path directory = Files.createDirectories(plane.directory().resolve("crds"));
      new CRDGenerator()
          .customResourceClasses(Backup.class, Restore.class, BackupSchedule.class)
          .forCRDVersions("v1")
          .inOutputDir(directory.toFile())
          .generate();
      return directory;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ok(ControlPlane.Ran ran) {
    if (ran.exitCode() != 0) {
      throw new IllegalStateException(ran.output());
    }
  }
}
