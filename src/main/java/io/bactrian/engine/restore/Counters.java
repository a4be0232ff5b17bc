package io.bactrian.engine.restore;

import io.bactrian.engine.read.Attempts;
import java.util.concurrent.atomic.LongAdder;

/** What a restore did so far. Safe for many threads. */
final class Counters {
  final LongAdder files = new LongAdder();
  final LongAdder directories = new LongAdder();
  final LongAdder links = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder objects = new LongAdder();
  final LongAdder bytesFetched = new LongAdder();
  final Attempts attempts;
  final Findings skipped = new Findings();
  final Findings notApplied = new Findings();

  Counters(int allowedAttempts) {
    attempts = new Attempts(allowedAttempts);
  }

  RestoreOutcome outcome(String runId, String target) {
    return new RestoreOutcome(
        runId,
        target,
        files.sum(),
        directories.sum(),
        links.sum(),
        bytes.sum(),
        objects.sum(),
        bytesFetched.sum(),
        attempts.sum(),
        skipped.listed(),
        notApplied.listed(),
        false);
  }
}
