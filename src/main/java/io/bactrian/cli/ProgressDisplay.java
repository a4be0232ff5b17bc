package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.work.Durations;
import io.bactrian.engine.work.Progress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows on stderr how far a verb is: a bar on a terminal, one line per 10 s otherwise. */
final class ProgressDisplay implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ProgressDisplay::daemon);
  private final Runnable end;

  private ProgressDisplay(Runnable tick, Runnable end, long everyMillis) {
    this.end = end;
    clock.scheduleAtFixedRate(tick, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * @param bars whether a bar is welcome; one is shown only where stderr is a terminal
   */
  static ProgressDisplay start(String verb, Progress progress, Console console, boolean bars) {
    if (bars && Boolean.getBoolean("bactrian.terminal")) {
      Bar bar = new Bar(progress);
      return new ProgressDisplay(bar::refresh, bar::close, 200);
    }
    long begin = System.nanoTime();
    Runnable line = () -> console.say(line(verb, progress, System.nanoTime() - begin));
    return new ProgressDisplay(line, () -> {}, 10_000);
  }

  private static String line(String verb, Progress progress, long nanos) {
    long total = progress.bytesTotal();
    long done = progress.bytesDone();
    String of = total > 0 ? " of " + Sizes.text(total) + ", " + done * 100 / total + " %" : "";
    return verb
        + ": "
        + progress.phase()
        + ", "
        + Sizes.text(done)
        + of
        + ", "
        + progress.itemsDone()
        + " objects, "
        + Durations.text(Duration.ofNanos(nanos));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    end.run();
  }
}
