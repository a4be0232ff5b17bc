package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Watches one kind, in all namespaces or in some. Lists in pages, and reads the store's own state,
 * not some API server's older cache. Goes on for ever once started: lists anew after 410, opens
 * anew what broke, waiting 1 s to 32 s in between.
 */
final class Watch<T extends HasMetadata> implements AutoCloseable {
  private static final long PAGE = 250;

  private final List<SharedIndexInformer<T>> informers = new ArrayList<>();

  /**
   * @param label that an object must have to be watched; empty: all
   * @param told of each change; true: the object went
   */
  Watch(
      KubernetesClient client,
      Class<T> type,
      List<String> namespaces,
      String label,
      UnaryOperator<T> slim,
      BiConsumer<T, Boolean> told) {
    Set<String> places = new TreeSet<>(namespaces);
    if (places.isEmpty()) {
      add(
          label.isEmpty()
              ? client.resources(type).inAnyNamespace()
              : client.resources(type).inAnyNamespace().withLabel(label),
          slim,
          told);
    }
    for (String place : places) {
      add(
          label.isEmpty()
              ? client.resources(type).inNamespace(place)
              : client.resources(type).inNamespace(place).withLabel(label),
          slim,
          told);
    }
  }

  private void add(Informable<T> what, UnaryOperator<T> slim, BiConsumer<T, Boolean> told) {
    SharedIndexInformer<T> informer = what.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(new SlimStore<>(slim));
    informer.exceptionHandler(new WatchTrouble(System::nanoTime));
    informer.addEventHandler(new Handler<>(told));
    informers.add(informer);
  }

  /** Done when all was listed; fails where that can never be: no such kind, not allowed. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  Optional<T> get(String namespace, String name) {
    String key = OwnWrites.key(namespace, name);
    return informers.stream()
        .map(informer -> informer.getStore().getByKey(key))
        .filter(Objects::nonNull)
        .findFirst();
  }

  Stream<T> all() {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream());
  }

  boolean healthy() {
    return informers.stream().allMatch(Watch::isWatching);
  }

  private static boolean isWatching(SharedIndexInformer<?> informer) {
    try {
      return informer.isRunning() && informer.isWatching();
    } catch (NullPointerException e) {
      return false; // the informer's own race between a watch that ends and one that looks
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private record Handler<T extends HasMetadata>(BiConsumer<T, Boolean> told)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T item) {
      told.accept(item, false);
    }

    @Override
    public void onUpdate(T before, T now) {
      told.accept(now, false);
    }

    @Override
    public void onDelete(T item, boolean finalStateUnknown) {
      told.accept(item, true);
    }
  }
}
