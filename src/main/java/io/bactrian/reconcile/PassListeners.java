package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Step;
import java.time.Duration;
import java.util.List;

/** Several listeners as one. */
record PassListeners(List<PassListener> listeners) implements PassListener {
  PassListeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void stepBegins(ResourceKey key, Step step) {
    listeners.forEach(listener -> listener.stepBegins(key, step));
  }

  @Override
  public void stepDone(ResourceKey key, Step step) {
    listeners.forEach(listener -> listener.stepDone(key, step));
  }

  @Override
  public void wrote(StatusWrite write) {
    listeners.forEach(listener -> listener.wrote(write));
  }

  @Override
  public void passEnded(ResourceKey key, Duration took, boolean failed) {
    listeners.forEach(listener -> listener.passEnded(key, took, failed));
  }
}
