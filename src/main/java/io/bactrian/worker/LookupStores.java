package io.bactrian.worker;

import io.bactrian.config.Resolved;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.route.Runtime;
import io.bactrian.route.RuntimeSpec;
import io.bactrian.store.KameletStore;
import io.bactrian.store.RepositorySettings;
import io.bactrian.store.StoreCalls;
import io.bactrian.store.Stores;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores kept open for questions, one for each repository and version of its secret; closed when
 * nobody asked for a while. One Camel for all, started with the first. Thread-safe.
 */
final class LookupStores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LookupStores.class);
  private static final long IDLE = Duration.ofMinutes(5).toNanos();
  private static final Map<String, String> QUICK =
      Map.of(
          "bactrian.retry.store.max-redeliveries", "1",
          "bactrian.retry.store.redelivery-delay", "500ms",
          "bactrian.store.connect-timeout", "5s",
          "bactrian.store.read-timeout", "10s",
          "bactrian.store.call-timeout", "15s");

  private final Resolved resolved;
  private final LongSupplier nanos;
  private final Map<RepositorySettings, Kept> kept = new HashMap<>();
  private Runtime runtime;

  private static final class Kept {
    private final KameletStore store;
    private int users;
    private long lastUsed;

    Kept(KameletStore store) {
      this.store = store;
    }
  }

  LookupStores(Resolved resolved, LongSupplier nanos) {
    this.resolved = resolved;
    this.nanos = nanos;
  }

  /** Asks a store, which stays open meanwhile and for a while after. */
  <T> T ask(RepositorySettings settings, Function<ObjectStore, T> question) {
    Kept mine = take(settings);
    try {
      return question.apply(mine.store.retrying());
    } finally {
      give(mine);
    }
  }

  private synchronized Kept take(RepositorySettings settings) {
    closeIdle();
    Kept mine = kept.computeIfAbsent(settings, key -> new Kept(open(key)));
    mine.users++;
    return mine;
  }

  private synchronized void give(Kept mine) {
    mine.users--;
    mine.lastUsed = nanos.getAsLong();
  }

  private void closeIdle() {
    for (Iterator<Kept> each = kept.values().iterator(); each.hasNext(); ) {
      Kept one = each.next();
      if (one.users == 0 && nanos.getAsLong() - one.lastUsed > IDLE) {
        each.remove();
        close(one.store);
      }
    }
  }

  private static void close(KameletStore store) {
    try {
      store.close();
    } catch (RuntimeException e) {
      LOG.warn("{} did not close: {}", store, e.getMessage());
    }
  }

  private KameletStore open(RepositorySettings settings) {
    if (runtime == null) {
      Properties properties = resolved.forCamel();
      properties.putAll(QUICK);
      runtime =
          Runtime.start(
              new RuntimeSpec(
                  List.of("store.yaml"), Map.of("storeCalls", new StoreCalls()), properties));
    }
    return Stores.open(runtime.camel(), settings);
  }

  /** How many are open. */
  synchronized int open() {
    closeIdle();
    return kept.size();
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(one -> close(one.store));
    kept.clear();
    if (runtime != null) {
      runtime.close();
      runtime = null;
    }
  }
}
