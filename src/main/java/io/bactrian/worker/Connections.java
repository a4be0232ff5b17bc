package io.bactrian.worker;

import io.bactrian.config.Resolved;
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

/** Repositories that were opened, each with a Camel of its own; closes them, last first. */
public final class Connections implements Connector, AutoCloseable {
  private final Resolved resolved;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  public Connections(Resolved resolved) {
    this.resolved = resolved;
  }

  /** The repository, and Camel with these route files and those of the store. */
  @Override
  public Connection connect(Place place, List<String> routeFiles, Map<String, Object> beans) {
    List<String> files = new ArrayList<>(routeFiles);
    files.add("store.yaml");
    Map<String, Object> all = new HashMap<>(beans);
    all.put("storeCalls", new StoreCalls());
    Runtime runtime = Runtime.start(new RuntimeSpec(files, all, resolved.forCamel()));
    opened.push(runtime);
    KameletStore store = Stores.open(runtime.camel(), place.repository());
    opened.push(store);
    return new Connection(runtime, store, store.retrying());
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
