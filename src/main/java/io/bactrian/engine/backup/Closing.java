package io.bactrian.engine.backup;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.kit.Kit;
import io.bactrian.engine.kit.KitFacts;
import io.bactrian.engine.repo.Commit;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Refs;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.repo.Sums;
import io.bactrian.engine.repo.Totals;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The end of a run: what goes into the manifest, and the commit. */
final class Closing {
  private final BackupRequest request;
  private final Preparation prepared;
  private final ObjectStore store;
  private final Refs objects;
  private final Refs segments;

  Closing(BackupRequest request, Preparation prepared, ObjectStore store, Segmenter segmenter) {
    this.request = request;
    this.prepared = prepared;
    this.store = store;
    List<ObjectRef> sorted = new ArrayList<>(segmenter.objects().values());
    sorted.sort(Comparator.comparing(ObjectRef::key));
    this.objects = Refs.of(sorted);
    this.segments = Refs.of(segmenter.segments());
  }

  SealedManifest commit(Path stream, Counts counts, SourceReport report, Ledger ledger) {
    Totals totals = totals(counts);
    Path sums = prepared.spool().file(Layout.SUMS);
    Sums.write(sums, prepared.runId(), objects, segments);
    Map<String, Path> files = new TreeMap<>();
    files.put(Layout.STREAM, stream);
    files.put(Layout.SUMS, sums);
    files.put("restore.sh", write("restore.sh", Kit.script()));
    files.put("RESTORE.md", write("RESTORE.md", Kit.guide(facts(totals))));
    RunKeys keys = prepared.keys();
    return new Commit(
            store, prepared.layout(), prepared.lock(), store::put, prepared.spool().directory())
        .commit(draft(totals, report, ledger), files, keys.macKey(), keys.fileName());
  }

  private Path write(String name, byte[] content) {
    try {
      return Files.write(prepared.spool().file(name), content);
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
  }

  private Manifest draft(Totals totals, SourceReport report, Ledger ledger) {
    History history = prepared.history();
    ObjectNames names = prepared.names();
    return new Manifest(
        new Manifest.Identity(
            request.namespace(),
            request.name(),
            prepared.runId(),
            history.nextSequence(),
            history.previous(),
            request.asker().uid().orElse(null)),
        new Manifest.Origin(
            program(), text(prepared.startedAt()), text(Instant.now()), host(), source()),
        new Manifest.Packing(
            names.format().id(),
            request.packing().level(),
            names.algorithm().id(),
            names.dataKeyId(),
            prepared.keys().kekId()),
        totals,
        new TreeMap<>(),
        segments,
        objects,
        new Manifest.Report(
            list(report.changed()), list(report.vanished()), list(report.skipped())),
        new Manifest.Ledger(ledger.bundleAttempts(), ledger.records()));
  }

  private static Manifest.PathList list(List<String> paths) {
    return new Manifest.PathList(paths.size(), paths);
  }

  private Totals totals(Counts counts) {
    long stored = 0;
    for (ObjectRef object : objects) {
      stored += object.size();
    }
    return new Totals(
        counts.entries(),
        counts.of(EntryType.FILE),
        counts.of(EntryType.DIRECTORY),
        counts.of(EntryType.SYMLINK) + counts.of(EntryType.HARDLINK),
        counts.rawBytes,
        stored,
        counts.bytesNew,
        counts.bytesReused,
        counts.objectsNew,
        counts.chunks,
        counts.chunksNew,
        counts.chunksUnread + counts.chunksCompared,
        counts.chunksUnread,
        counts.chunksCompared,
        counts.added,
        counts.changed,
        counts.gone);
  }

  private KitFacts facts(Totals totals) {
    SortedSet<String> others = new TreeSet<>();
    objects.forEach(object -> others.add(object.runId()));
    segments.forEach(segment -> others.add(segment.runId()));
    others.remove(prepared.runId().text());
    return new KitFacts(
        request.namespace(),
        request.name(),
        prepared.runId().text(),
        text(prepared.startedAt()),
        host(),
        source(),
        request.repository(),
        prepared.names().format(),
        prepared.names().algorithm(),
        prepared.keys().kekId(),
        totals.rawBytes(),
        totals.storedBytes(),
        totals.entries(),
        objects.size(),
        others);
  }

  private String source() {
    return request.source().toAbsolutePath().normalize().toString();
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String program() {
    String version = Closing.class.getPackage().getImplementationVersion();
    return "bactrian " + (version == null ? "development" : version);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
