package io.bactrian.engine.repo;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.testing.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes runs in a memory store, and says whether what is there is sound. */
final class RepoWorld {
  static final Layout LAYOUT = new Layout("default", "redis");
  static final ManifestTrust NO_KEY = ManifestTrust.withoutKey(false);
  static final MacKey MAC = covered -> MemoryStore.sha256(covered);
  static final LockTimes TIMES = LockTimes.of(Duration.ofSeconds(10), Duration.ofMinutes(2));
  private final Path spool;

  RepoWorld(Path spool) {
    this.spool = spool;
  }

  static RunId run(int number) {
    return new RunId(String.format("20261121T0200%02dZ-00000%d", number, number % 10));
  }

  static ObjectRef object(RunId run, String folder, int number, byte[] content) {
    String sha256 = MemoryStore.sha256(content);
    String key =
        String.format(
            "%s/%s/%06d-%s.%s",
            run, folder, number, sha256, folder.equals("data") ? "tar.zst" : "jsonl.zst");
    return new ObjectRef(key, content.length, sha256, "-");
  }

  /** Stores objects of a run, as one that has not committed would. */
  static List<ObjectRef> store(MemoryStore store, RunId run, String folder, int count) {
    List<ObjectRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] content = (run + folder + i).getBytes(StandardCharsets.UTF_8);
      ObjectRef ref = object(run, folder, i, content);
      store.put(LAYOUT.key(ref.key()), content);
      refs.add(ref);
    }
    return refs;
  }

  static Manifest draft(
      RunId run, long sequence, List<ObjectRef> objects, List<ObjectRef> segments) {
    List<ObjectRef> sorted = objects.stream().sorted(Comparator.comparing(ObjectRef::key)).toList();
    return new Manifest(
        new Manifest.Identity("default", "redis", run, sequence, null, null),
        new Manifest.Origin("test", "2026-11-21T02:00:00Z", "2026-11-21T02:01:00Z", "h", "/src"),
        new Manifest.Packing("tar.zst", 3, "none", "-", "-"),
        new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        new TreeMap<>(),
        Refs.of(segments),
        Refs.of(sorted),
        Manifest.Report.none(),
        new Manifest.Ledger(1, List.of()));
  }

  Map<String, Path> files() {
    try {
      Path stream = spool.resolve("STREAM");
      Files.writeString(stream, "total 0 0\n");
      return Map.of("STREAM", stream);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  SealedManifest commit(MemoryStore store, NameLock lock, Manifest draft) {
    return new Commit(store, LAYOUT, lock, store::put, spool).commit(draft, files(), null, null);
  }

  static Owner owner(String host, long pid) {
    return new Owner(host, "boot-" + host, "pid:[1]", pid, 7, "root", "backup", null);
  }

  /** A lock whose beats the test gives, taken at once whoever holds it. */
  static NameLock lock(MemoryStore store, String host) {
    return contest(store, host, true, dead()).acquire(false);
  }

  static LockContest contest(
      MemoryStore store, String host, boolean takeOver, Processes processes) {
    return new LockContest(
        store,
        LAYOUT,
        new LockClaim(
            owner(host, 1),
            takeOver ? TakeOver.ANY : TakeOver.DEAD,
            TIMES,
            processes,
            new FakePace(() -> {})));
  }

  static Processes dead() {
    return processes(Processes.Life.DEAD);
  }

  static Processes processes(Processes.Life life) {
    return new Processes() {
      @Override
      public Owner self(String verb, String runId) {
        return owner("here", 1);
      }

      @Override
      public Life life(Owner owner) {
        return life;
      }
    };
  }

  /** Every run with a manifest and no mark has all that its manifest names. */
  static List<String> missing(MemoryStore store) {
    List<String> missing = new ArrayList<>();
    Runs runs = new Runs(store, LAYOUT, NO_KEY);
    for (RunSummary run : runs.all()) {
      if (run.committed()) {
        Manifest manifest = runs.read(run.runId()).manifest();
        manifest.objects().forEach(ref -> check(store, ref, missing));
        manifest.segments().forEach(ref -> check(store, ref, missing));
      }
    }
    return missing;
  }

  private static void check(MemoryStore store, ObjectRef ref, List<String> missing) {
    if (store.head(LAYOUT.key(ref.key())).isEmpty()) {
      missing.add(ref.key());
    }
  }

  /** Time that passes only when somebody sleeps. */
  static class FakePace implements Pace {
    private final Runnable meanwhile;
    private long nanos = new Random(1).nextInt(1000);

    FakePace(Runnable meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
      meanwhile.run();
    }
  }
}
