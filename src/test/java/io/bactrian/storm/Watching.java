package io.bactrian.storm;

import io.bactrian.api.Backup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Watches of a namespace from its beginning: every change, in the API server's own order. A watch
 * that ends otherwise than by its own closing is told as broken.
 */
final class Watching {
  private Watching() {}

  static Watch pods(
      KubernetesClient admin,
      String namespace,
      BiConsumer<Pod, Boolean> told,
      Consumer<String> broken) {
    return watch(admin.pods().inNamespace(namespace), told, broken);
  }

  static Watch jobs(
      KubernetesClient admin,
      String namespace,
      BiConsumer<Job, Boolean> told,
      Consumer<String> broken) {
    return watch(admin.batch().v1().jobs().inNamespace(namespace), told, broken);
  }

  static Watch backups(
      KubernetesClient admin,
      String namespace,
      BiConsumer<Backup, Boolean> told,
      Consumer<String> broken) {
    return watch(admin.resources(Backup.class).inNamespace(namespace), told, broken);
  }

  private static <T extends HasMetadata> Watch watch(
      Watchable<T> what, BiConsumer<T, Boolean> told, Consumer<String> broken) {
    return what.watch(
        new ListOptionsBuilder().withResourceVersion("0").build(), new Passing<>(told, broken));
  }

  private record Passing<T extends HasMetadata>(
      BiConsumer<T, Boolean> told, Consumer<String> broken) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T item) {
      if (action != Action.BOOKMARK) {
        told.accept(item, action == Action.DELETED);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      broken.accept("a watch of the test ended, what it missed is not known: " + cause);
    }
  }
}
