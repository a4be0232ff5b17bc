package io.bactrian.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/** A namespace of a cluster; its claim lies in a directory of this machine. */
final class ClusterWorld implements World {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final ClusterOperator operator;
  private final String namespace;
  private final Path data;
  private final Runnable onClose;

  ClusterWorld(
      KubernetesClient client,
      ClusterOperator operator,
      String namespace,
      Path directory,
      Runnable onClose)
      throws IOException {
    this.client = client;
    this.operator = operator;
    this.namespace = namespace;
    this.data = Files.createDirectories(directory.resolve("data")).toRealPath();
    this.onClose = onClose;
    create(namespace);
    claim();
  }

  private void create(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    Awaitility.await("namespace " + name + " has its service account, without which no pod is made")
        .atMost(Duration.ofMinutes(1))
        .until(() -> client.serviceAccounts().inNamespace(name).withName("default").get() != null);
  }

  private void claim() {
    apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: NAMESPACE}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          persistentVolumeReclaimPolicy: Retain
          storageClassName: ""
          claimRef: {namespace: NAMESPACE, name: data}
          hostPath: {path: DATA, type: Directory}
        """
            .replace("NAMESPACE", namespace)
            .replace("DATA", data.toString()));
    apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: ""
          volumeName: NAMESPACE
          resources: {requests: {storage: 1Gi}}
        """
            .replace("NAMESPACE", namespace));
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String foreignNamespace() {
    String foreign = namespace + "-vault";
    create(foreign);
    return foreign;
  }

  @Override
  public void apply(String yaml) {
    HasMetadata resource = client.resource(yaml).item();
    if (resource.getMetadata().getNamespace() == null
        && !resource.getKind().equals("PersistentVolume")) {
      resource.getMetadata().setNamespace(namespace);
    }
    client.resource(resource).fieldManager("contract").forceConflicts().serverSideApply();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all(String kind) {
    return client.genericKubernetesResources("bactrian.io/v1alpha1", kind);
  }

  private Resource<GenericKubernetesResource> one(String kind, String name) {
    return all(kind).inNamespace(namespace).withName(name);
  }

  @Override
  public void delete(String kind, String name) {
    one(kind, name).delete();
  }

  @Override
  public JsonNode resource(String kind, String name) {
    GenericKubernetesResource found = one(kind, name).get();
    return found == null ? MissingNode.getInstance() : JSON.valueToTree(found);
  }

  @Override
  public List<String> names(String kind) {
    return all(kind).inNamespace(namespace).list().getItems().stream()
        .map(resource -> resource.getMetadata().getName())
        .toList();
  }

  @Override
  public List<String> events(String kind, String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(kind))
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .sorted(Comparator.comparing(Event::getFirstTimestamp))
        .flatMap(event -> Collections.nCopies(event.getCount(), event.getReason()).stream())
        .toList();
  }

  @Override
  public String job(String name) {
    var job =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .withName("backup-" + name.toLowerCase(Locale.ROOT))
            .get();
    return job == null ? "" : job.getMetadata().getUid();
  }

  @Override
  public Path data() {
    return data;
  }

  @Override
  public void start() {
    operator.awaitUp();
  }

  @Override
  public void killAll() {
    operator.killAll(namespace);
  }

  @Override
  public void killWorkers(Runnable meanwhile) {
    operator.killWorkers(namespace);
    meanwhile.run();
  }

  /** The namespace goes in its own time. */
  @Override
  public void close() {
    try {
      for (String name : List.of(namespace, namespace + "-vault")) {
        client.namespaces().withName(name).delete();
      }
      client.persistentVolumes().withName(namespace).delete();
    } finally {
      onClose.run();
    }
  }
}
