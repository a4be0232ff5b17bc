package io.bactrian.storm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Strikes to come, in any order, one at a time. Thread-safe. */
final class Strikes {
  private final List<Strike> left = new ArrayList<>();
  private final List<Strike> done = new ArrayList<>();
  private boolean armed;
  private boolean struck;

  synchronized void add(Collection<Strike> strikes) {
    left.addAll(strikes);
  }

  /** The next may strike. */
  synchronized void arm() {
    armed = true;
    struck = false;
  }

  /** The strike that this request meets; then none, until armed again. */
  synchronized Optional<Strike> meet(String method, String path, String body) {
    Optional<Strike> met =
        left.stream()
            .filter(strike -> armed && strike.boundary().isOf(method, path, body))
            .findFirst();
    met.ifPresent(
        strike -> {
          left.remove(strike);
          done.add(strike);
          armed = false;
        });
    return met;
  }

  /** The operator is dead. */
  synchronized void struck() {
    struck = true;
  }

  /** Whether the one that was armed has struck, to its end. */
  synchronized boolean hasStruck() {
    return struck;
  }

  synchronized List<Strike> left() {
    return List.copyOf(left);
  }

  synchronized List<Strike> done() {
    return List.copyOf(done);
  }
}
