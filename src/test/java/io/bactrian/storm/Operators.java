package io.bactrian.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * One operator, or two of which one leads; killed, and started anew as a Deployment does. Each
 * stands behind a gate of its own.
 */
final class Operators implements AutoCloseable {
  private static final List<String> LEASE =
      List.of(
          "bactrian.operator.lease.duration=9s",
          "bactrian.operator.lease.renew-deadline=7s",
          "bactrian.operator.lease.retry-period=1s");
  private static final List<String> NO_LEASE = List.of("bactrian.operator.lease.enabled=false");

  private final StormSite site;
  private final List<String> settings =
      new ArrayList<>(List.of("bactrian.operator.progress-interval=1s"));
  private final List<Slot> slots;
  private final List<Acting> acting = new CopyOnWriteArrayList<>();
  private final AtomicLong slowestStart = new AtomicLong();
  private int started;

  /** A time in which an operator could act. */
  record Acting(Instant from, Instant until) {
    /** How much of it lies between the two. */
    Duration within(Instant begin, Instant end) {
      Instant first = from.isAfter(begin) ? from : begin;
      Instant last = until.isBefore(end) ? until : end;
      return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
  }

  private final class Slot {
    final Gate gate;
    volatile OperatorProcess process;
    volatile Instant since;
    private long begun;
    private boolean isTimed;

    Slot(Strikes strikes) {
      gate = new Gate(site.plane(), strikes, this::kill);
    }

    synchronized void start() {
      if (process == null || !process.isAlive()) {
        ended();
        begun = System.nanoTime();
        isTimed = false;
        process = OperatorProcess.start(site, gate.url(), "operator-" + started++, settings);
      }
    }

    void kill() {
      OperatorProcess now = process;
      if (now != null) {
        now.kill();
        ended();
      }
    }

    synchronized boolean acts() {
      time();
      boolean acts = process != null && process.isAlive() && process.leads();
      if (acts && since == null) {
        since = Instant.now();
      }
      return acts;
    }

    private void time() {
      if (!isTimed && process != null && process.isReady()) {
        isTimed = true;
        slowestStart.accumulateAndGet(System.nanoTime() - begun, Math::max);
      }
    }

    synchronized void ended() {
      if (since != null) {
        acting.add(new Acting(since, Instant.now()));
        since = null;
      }
    }
  }

  Operators(StormSite site, Strikes strikes, int count) {
    this.site = site;
    settings.addAll(count > 1 ? LEASE : NO_LEASE);
    slots = IntStream.range(0, count).mapToObj(i -> new Slot(strikes)).toList();
  }

  /** Starts whatever is not alive; waits for nothing. */
  void start() {
    slots.forEach(Slot::start);
  }

  /** Until one of them acts; those that died meanwhile are started anew. */
  void awaitActing() {
    Awaitility.await("an operator that acts")
        .atMost(Duration.ofSeconds(300))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              start();
              return actor().isPresent();
            });
  }

  private Optional<Slot> actor() {
    return slots.stream().filter(Slot::acts).findFirst();
  }

  /** SIGKILL to the one that acts; where none does, to any. */
  void kill() {
    actor().orElse(slots.get(0)).kill();
  }

  /** How many processes there have been. */
  int started() {
    return started;
  }

  /** From a process to its being ready, the longest of all: how slow this machine is today. */
  Duration slowestStart() {
    return Duration.ofNanos(slowestStart.get());
  }

  /** The longest time between the two in which one and the same operator could act. */
  synchronized Duration couldAct(Instant begin, Instant end) {
    slots.stream().filter(Slot::acts).forEach(Slot::ended);
    return acting.stream()
        .map(interval -> interval.within(begin, end))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Of all that live. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    slots.stream()
        .filter(slot -> slot.process != null)
        .forEach(slot -> logs.append(slot.process.name()).append(":\n").append(slot.process.log()));
    return logs.toString();
  }

  @Override
  public void close() {
    slots.forEach(
        slot -> {
          slot.kill();
          slot.gate.close();
        });
  }
}
