package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Totals;
import io.bactrian.engine.work.AttemptRecord;
import io.bactrian.engine.work.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A committed run in words. */
final class BackupText {
  private static final int MOST_PATHS = 20;

  private final Manifest manifest;
  private final Totals totals;
  private final List<String> lines = new ArrayList<>();

  private BackupText(Manifest manifest) {
    this.manifest = manifest;
    this.totals = manifest.totals();
  }

  /** Everything that {@code show} says. */
  static List<String> whole(Manifest manifest) {
    BackupText text = new BackupText(manifest);
    text.identity();
    text.content();
    text.report();
    text.ledger();
    return text.lines;
  }

  /** What {@code backup} says at its end. */
  static List<String> brief(Manifest manifest) {
    BackupText text = new BackupText(manifest);
    text.add("backup", manifest.identity().name() + " " + manifest.runId());
    text.content();
    text.report();
    return text.lines;
  }

  private void identity() {
    Manifest.Origin origin = manifest.origin();
    Manifest.Packing packing = manifest.packing();
    add("backup", manifest.identity().name() + " " + manifest.runId());
    add("namespace", manifest.identity().namespace());
    add("number", manifest.identity().sequence() + before());
    add("source", origin.source() + " on " + origin.host());
    add("time", origin.startedAt() + ", took " + took(origin));
    add(
        "packing",
        packing.format() + " level " + packing.compressionLevel() + ", " + encryption(packing));
    add("made by", origin.createdBy());
  }

  private String before() {
    return manifest.identity().before().map(run -> ", after " + run.runId()).orElse(", the first");
  }

  private static String took(Manifest.Origin origin) {
    return Durations.text(
        Duration.between(Instant.parse(origin.startedAt()), Instant.parse(origin.finishedAt())));
  }

  private static String encryption(Manifest.Packing packing) {
    return packing.algorithm().equals("none")
        ? "not encrypted"
        : packing.algorithm() + " under key " + packing.kekId();
  }

  private void content() {
    add(
        "holds",
        count(totals.files(), "file")
            + ", "
            + count(totals.directories(), "directory")
            + ", "
            + count(totals.links(), "link")
            + ": "
            + Sizes.text(totals.rawBytes())
            + ", stored as "
            + Sizes.text(totals.storedBytes()));
    add("new", Sizes.text(totals.bytesNew()) + " in " + count(totals.objectsNew(), "object"));
    add(
        "reused",
        Sizes.text(totals.bytesReused())
            + " of other runs: "
            + count(totals.unread(), "chunk")
            + " unread, "
            + totals.compared()
            + " read and equal");
    if (manifest.identity().before().isPresent()) {
      add(
          "compared",
          totals.added() + " added, " + totals.changed() + " changed, " + totals.gone() + " gone");
    }
  }

  private void report() {
    paths("torn", "changed while they were read", manifest.report().changed());
    paths("vanished", "vanished before they were read", manifest.report().vanished());
    paths("skipped", "left out, not files that a tar can hold", manifest.report().skipped());
  }

  private void paths(String title, String meaning, Manifest.PathList list) {
    if (list.count() == 0) {
      return;
    }
    add(title, list.count() + " " + meaning);
    list.paths().stream().limit(MOST_PATHS).forEach(path -> lines.add("             " + path));
    if (list.count() > MOST_PATHS) {
      lines.add("             and " + (list.count() - MOST_PATHS) + " more");
    }
  }

  private void ledger() {
    Manifest.Ledger ledger = manifest.ledger();
    List<AttemptRecord> failed =
        ledger.records().stream().filter(record -> !record.outcome().equals("stored")).toList();
    long wasted = failed.stream().mapToLong(AttemptRecord::bytesWasted).sum();
    add(
        "attempts",
        ledger.attempts()
            + (failed.isEmpty()
                ? ", none failed"
                : ", " + failed.size() + " failed, " + Sizes.text(wasted) + " wasted"));
    ledger.records().forEach(record -> lines.add("  " + attempt(record)));
  }

  static String attempt(AttemptRecord record) {
    String what =
        record.object()
            + " attempt "
            + record.attempt()
            + " at "
            + record.startedAt()
            + ", "
            + Durations.text(Duration.ofMillis(record.millis()))
            + ": "
            + record.outcome();
    return record.reason() == null
        ? what
        : what
            + ", "
            + record.failureClass()
            + ": "
            + record.reason()
            + " ("
            + Sizes.text(record.bytesWasted())
            + " wasted)";
  }

  static String count(long number, String what) {
    String plural = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
    return number + " " + (number == 1 ? what : plural);
  }

  private void add(String title, String value) {
    lines.add(String.format(Locale.ROOT, "%-12s %s", title, value));
  }
}
