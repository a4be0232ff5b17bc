package io.bactrian.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real API server with our CRDs, and a namespace of the test's own. */
final class InstalledApi {
  private final ControlPlane plane;
  private final String namespace;

  private InstalledApi(ControlPlane plane, String namespace) {
    this.plane = plane;
    this.namespace = namespace;
  }

  static InstalledApi in(String namespace) {
    ControlPlane plane = ControlPlane.startOrSkip();
    InstalledApi api = new InstalledApi(plane, namespace);
    api.must("apply", "--server-side", "--force-conflicts", "-f", Crds.DIRECTORY.toString());
    api.must(
        "wait",
        "--for=condition=Established",
        "--timeout=90s",
        "crd/backups.bactrian.io",
        "crd/restores.bactrian.io",
        "crd/backupschedules.bactrian.io");
    plane.awaitOurKinds();
    assertThat(plane.kubectl("create", "namespace", namespace).exitCode()).isZero();
    return api;
  }

  ControlPlane plane() {
    return plane;
  }

  String namespace() {
    return namespace;
  }

  ControlPlane.Ran kubectl(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--namespace=" + namespace);
    return plane.kubectl(all.toArray(String[]::new));
  }

  /** What it printed; fails where the command does. */
  String must(String... args) {
    ControlPlane.Ran ran = plane.kubectl(args);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    return ran.output();
  }

  /** What it printed, in the namespace of the test; fails where the command does. */
  String mustHere(String... args) {
    ControlPlane.Ran ran = kubectl(args);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    return ran.output();
  }

  /** {@code kubectl apply} with more arguments. */
  ControlPlane.Ran apply(String yaml, String... more) {
    Path file = plane.directory().resolve("document-" + namespace + ".yaml");
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> args = new ArrayList<>(List.of("apply", "-f", file.toString()));
    args.addAll(List.of(more));
    return kubectl(args.toArray(String[]::new));
  }

  void mustApply(String yaml, String... more) {
    ControlPlane.Ran ran = apply(yaml, more);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
  }
}
