package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.testing.ControlPlane;
import io.bactrian.testing.MinioServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Where a storm takes place: a namespace of its own in a real API server, with our CRDs and the
 * rights of {@code deploy/rbac} as they are shipped; a bucket of a real MinIO; a claim {@code data}
 * and a Secret {@code store}.
 */
final class StormSite implements AutoCloseable {
  static final String SYSTEM = "bactrian-system";
  private static final String BUCKET = "backups";

  private final Path directory;
  private final ControlPlane plane;
  private final MinioServer minio;
  private final KubernetesClient admin;
  private String token = "";
  private final String namespace = "storm-" + Long.toHexString(System.nanoTime());

  private StormSite(Path directory, ControlPlane plane, MinioServer minio) {
    this.directory = directory;
    this.plane = plane;
    this.minio = minio;
    this.admin = plane.admin();
  }

  /** Skips the test where servers are missing, before anything is opened. */
  static StormSite openOrSkip(Path directory) throws IOException {
    ControlPlane plane = ControlPlane.startOrSkip();
    MinioServer minio = MinioServer.startOrSkip(directory);
    minio.createBucket(BUCKET);
    StormSite site = new StormSite(directory, plane, minio);
    site.install();
    return site;
  }

  private void install() {
    must("apply", "--server-side", "--force-conflicts", "-f", "deploy/crds");
    must("wait", "--for=condition=Established", "--timeout=90s", "-f", "deploy/crds");
    plane.awaitOurKinds();
    namespace(SYSTEM);
    must("apply", "-n", SYSTEM, "-f", "deploy/rbac");
    namespace(namespace);
    apply(claim("data"));
    apply(store("store", ""));
  }

  /** Makes one, and waits until pods are admitted. */
  void namespace(String name) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
  }

  static String claim(String name) {
    return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: "
        + name
        + "}\nspec: {storageClassName: \"\", accessModes: [ReadWriteMany],"
        + " resources: {requests: {storage: 1Mi}}}\n";
  }

  /** A Secret with the store's credentials, that these namespaces may use as well. */
  static String store(String name, String allowed) {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: "
        + name
        + ", annotations: {bactrian.io/allow-namespaces: \""
        + allowed
        + "\"}}\nstringData: {accessKey: "
        + MinioServer.ACCESS_KEY
        + ", secretKey: "
        + MinioServer.SECRET_KEY
        + "}\n";
  }

  String storage() {
    return storage("{name: store}");
  }

  /** As the value of a spec's {@code storage}. */
  String storage(String secretRef) {
    return "{provider: minio, endpoint: \""
        + minio.endpoint()
        + "\", bucket: "
        + BUCKET
        + ", secretRef: "
        + secretRef
        + "}";
  }

  /** An unencrypted Backup of the claim {@code data}, with these members of its spec besides. */
  String backup(String name, String... members) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: Backup\nmetadata: {name: "
        + name
        + "}\nspec:\n  source: {persistentVolumeClaim: {claimName: data}}\n"
        + (has(members, "storage:") ? "" : "  storage: " + storage() + "\n")
        + (has(members, "settings:") ? "" : "  settings: {encryption: {enabled: false}}\n")
        + Arrays.stream(members).map(m -> "  " + m + "\n").collect(Collectors.joining());
  }

  private static boolean has(String[] members, String name) {
    return Arrays.stream(members).anyMatch(member -> member.startsWith(name));
  }

  /** {@code kubectl apply} in the site's namespace. */
  void apply(String yaml) {
    applyIn(namespace, yaml);
  }

  void applyIn(String where, String yaml) {
    try {
      Path file = Files.createTempFile(directory, "apply-", ".yaml");
      Files.writeString(file, yaml);
      must("apply", "-n", where, "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed; fails where the command does. */
  String must(String... args) {
    ControlPlane.Ran ran = plane.kubectl(args);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    return ran.output();
  }

  Backup get(String name) {
    return admin.resources(Backup.class).inNamespace(namespace).withName(name).get();
  }

  String phase(String name) {
    Backup backup = get(name);
    String phase = backup == null || backup.getStatus() == null ? null : backup.getStatus().phase;
    return phase == null ? "" : phase;
  }

  /** A token of the operator's account, as its pod gets it; made once. */
  synchronized String operatorToken() {
    if (token.isEmpty()) {
      token = must("create", "token", "bactrian-operator", "-n", SYSTEM, "--duration=4h").strip();
    }
    return token;
  }

  Path directory() {
    return directory;
  }

  ControlPlane plane() {
    return plane;
  }

  KubernetesClient admin() {
    return admin;
  }

  String namespace() {
    return namespace;
  }

  @Override
  public void close() {
    plane.kubectl("delete", "namespace", namespace, "--wait=false");
    admin.close();
    minio.close();
  }
}
