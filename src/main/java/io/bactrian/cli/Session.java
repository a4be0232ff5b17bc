package io.bactrian.cli;

import io.bactrian.config.Resolved;
import io.bactrian.config.Settings;
import io.bactrian.engine.work.Progress;
import io.bactrian.worker.Connection;
import io.bactrian.worker.Connections;
import io.bactrian.worker.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What a verb works with; closes what it opened, last first. */
final class Session implements AutoCloseable {
  private final Resolved resolved;
  private final Settings settings;
  private final Console console;
  private final boolean json;
  private final Progress progress = new Progress();
  private final Deque<Runnable> opened = new ArrayDeque<>();

  Session(Resolved resolved, Settings settings, Console console, boolean json) {
    this.resolved = resolved;
    this.settings = settings;
    this.console = console;
    this.json = json;
  }

  Resolved resolved() {
    return resolved;
  }

  Settings settings() {
    return settings;
  }

  Console console() {
    return console;
  }

  /** Given to the work; shown from the first {@link #showProgress} on. */
  Progress progress() {
    return progress;
  }

  void showProgress(String verb) {
    opened.push(ProgressDisplay.start(verb, progress, console, !json)::close);
  }

  /** The repository, and Camel with these route files and those of the store. */
  Connection connect(Place place, List<String> routeFiles, Map<String, Object> beans) {
    Connections connections = new Connections(resolved);
    onClose(connections::close);
    return connections.connect(place, routeFiles, beans);
  }

  /** Closes something when the session ends. */
  void onClose(Runnable closing) {
    opened.push(closing);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
