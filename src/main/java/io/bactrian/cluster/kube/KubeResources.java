package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.cluster.Changes;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Resources of one kind: read from a watch, written by compare-and-swap. */
final class KubeResources<R extends CustomResource<?, ?> & Namespaced>
    implements Resources<R>, AutoCloseable {
  private static final String GROUP = "apis/" + Names.GROUP + "/" + Names.VERSION;

  private final Api api;
  private final Class<R> type;
  private final String kind;
  private final String plural;
  private final Watch<R> watch;
  private final OwnWrites<R> own = new OwnWrites<>(System::nanoTime);
  private final Changes changes;

  KubeResources(KubernetesClient client, Class<R> type, List<String> namespaces) {
    this.api = new Api(client);
    this.type = type;
    this.kind = HasMetadata.getKind(type);
    this.plural = HasMetadata.getPlural(type);
    this.changes = new Changes("changes-" + kind);
    this.watch = new Watch<>(client, type, namespaces, "", Slim::resource, this::told);
  }

  Watch<R> watch() {
    return watch;
  }

  private void told(R resource, boolean gone) {
    if (gone) {
      own.gone(resource);
    } else {
      own.heard(resource);
    }
    tell(
        new ResourceKey(
            kind, resource.getMetadata().getNamespace(), resource.getMetadata().getName()));
  }

  void tell(ResourceKey key) {
    changes.tell(key);
  }

  void startTelling() {
    changes.start();
  }

  String crd() {
    return plural + "." + Names.GROUP;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Optional<R> get(String namespace, String name) {
    R cached = watch.get(namespace, name).orElse(null);
    return own.newest(namespace, name, cached).map(api::copy);
  }

  @Override
  public List<R> list() {
    return own.newest(watch.all().toList());
  }

  @Override
  public R writeStatus(R resource) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", resource.getApiVersion());
    body.put("kind", kind);
    body.put("metadata", identity(resource).build());
    if (resource.getStatus() != null) {
      body.put("status", resource.getStatus());
    }
    return written(resource, () -> api.put(path(resource) + "/status", body, type));
  }

  @Override
  public R writeFinalizers(R resource) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", resource.getMetadata().getResourceVersion());
    metadata.put("finalizers", resource.getMetadata().getFinalizers());
    return written(resource, () -> api.merge(resource, Map.of("metadata", metadata)));
  }

  /** Changes members of the spec where the resource is still the one of this uid. */
  void mergeSpec(R resource, Map<String, Object> members) {
    Map<String, Object> identity = Map.of("uid", resource.getMetadata().getUid());
    written(resource, () -> api.merge(resource, Map.of("metadata", identity, "spec", members)));
  }

  private R written(R resource, Supplier<R> write) {
    try {
      R now = Slim.resource(write.get());
      own.wrote(now);
      return api.copy(now);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) {
        throw new Conflict(
            kind
                + " "
                + resource.getMetadata().getNamespace()
                + "/"
                + resource.getMetadata().getName()
                + " is no longer at "
                + resource.getMetadata().getResourceVersion(),
            e);
      }
      throw e;
    }
  }

  @Override
  public boolean create(R resource) {
    String path = Api.path(GROUP, resource.getMetadata().getNamespace(), plural);
    Optional<R> created = api.create(path, resource, type);
    created.map(Slim::resource).ifPresent(own::wrote);
    return created.isPresent();
  }

  @Override
  public void delete(String namespace, String name, String uid) {
    api.delete(Api.path(GROUP, namespace, plural, name), uid, "Background");
  }

  @Override
  public void onChange(Consumer<ResourceKey> consumer) {
    changes.listen(kind, consumer);
  }

  private String path(R resource) {
    return Api.path(
        GROUP, resource.getMetadata().getNamespace(), plural, resource.getMetadata().getName());
  }

  private static ObjectMetaBuilder identity(HasMetadata resource) {
    return new ObjectMetaBuilder()
        .withNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withResourceVersion(resource.getMetadata().getResourceVersion());
  }

  @Override
  public void close() {
    watch.close();
    changes.close();
  }
}
