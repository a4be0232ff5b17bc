package io.bactrian.cli;

import io.bactrian.config.Resolved;
import io.bactrian.config.Settings;
import io.bactrian.engine.work.Progress;
import io.bactrian.route.Runtime;
import io.bactrian.route.RuntimeSpec;
import io.bactrian.store.KameletStore;
import io.bactrian.store.StoreCalls;
import io.bactrian.store.Stores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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

  /** Camel with these route files; lives as long as the session. */
  Runtime runtime(List<String> routeFiles, Map<String, Object> beans) {
    Runtime runtime = Runtime.start(new RuntimeSpec(routeFiles, beans, resolved.forCamel()));
    opened.push(runtime::close);
    return runtime;
  }

  /** The repository, and Camel with these route files and those of the store. */
  Connection connect(Place place, List<String> routeFiles, Map<String, Object> beans) {
    List<String> files = new ArrayList<>(routeFiles);
    files.add("store.yaml");
    Map<String, Object> all = new HashMap<>(beans);
    all.put("storeCalls", new StoreCalls());
    Runtime runtime = runtime(files, all);
    KameletStore store = Stores.open(runtime.camel(), place.repository());
    onClose(store::close);
    return new Connection(runtime, store, store.retrying());
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
