package io.bactrian.route.operator;

import io.bactrian.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * What a kubelet is told. Ready: every kind was listed and is watched; leading has nothing to do
 * with it. Alive: every thread that takes work is there, no pass takes {@value
 * #LONGEST_PASS_MINUTES} minutes, and the watches were well within the last {@value
 * #LONGEST_DEAF_MINUTES}.
 */
final class Health {
  private static final int LONGEST_PASS_MINUTES = 30;
  private static final int LONGEST_DEAF_MINUTES = 15;
  private static final List<String> CONSUMERS = List.of("backups", "restores", "schedules");

  private final Cluster cluster;
  private final AtomicLong lastWell = new AtomicLong(System.nanoTime());

  Health(Cluster cluster) {
    this.cluster = cluster;
  }

  Ready ready() {
    return new Ready();
  }

  Alive alive() {
    return new Alive();
  }

  private List<String> unwatched() {
    List<String> unwatched = cluster.unwatched();
    if (unwatched.isEmpty()) {
      lastWell.set(System.nanoTime());
    }
    return unwatched;
  }

  /** Whether this operator knows the cluster. */
  final class Ready extends AbstractHealthCheck {
    Ready() {
      super("bactrian", "cluster");
    }

    @Override
    public boolean isLiveness() {
      return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
      List<String> unwatched = unwatched();
      if (unwatched.isEmpty()) {
        result.up();
      } else {
        result.message("not listed and watched: " + String.join(", ", unwatched)).down();
      }
    }
  }

  /** Whether a restart would help. */
  final class Alive extends AbstractHealthCheck {
    Alive() {
      super("bactrian", "work");
    }

    /** Camel asks no check for liveness that does not say so. */
    @Override
    public boolean isLiveness() {
      return true;
    }

    @Override
    public boolean isReadiness() {
      return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
      Optional<String> trouble = trouble(getCamelContext());
      trouble.ifPresentOrElse(text -> result.message(text).down(), result::up);
    }
  }

  private Optional<String> trouble(CamelContext camel) {
    if (!unwatched().isEmpty() && since(lastWell.get()).toMinutes() >= LONGEST_DEAF_MINUTES) {
      return Optional.of("nothing was heard of the cluster for " + LONGEST_DEAF_MINUTES + " min");
    }
    for (String route : CONSUMERS) {
      if (camel.getRoute(route) != null
          && camel.getRoute(route).getConsumer() instanceof BactrianConsumer consumer) {
        if (!consumer.complete()) {
          return Optional.of("a thread that takes " + route + " has died");
        }
        var stuck = consumer.stuck(Duration.ofMinutes(LONGEST_PASS_MINUTES));
        if (stuck.isPresent()) {
          return Optional.of("the pass over " + stuck.get() + " does not end");
        }
      }
    }
    return Optional.empty();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
