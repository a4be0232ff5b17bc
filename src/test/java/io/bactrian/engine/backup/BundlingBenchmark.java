package io.bactrian.engine.backup;

import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cuts a walk of 20,000 small files into chunks and bundles, reading nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class BundlingBenchmark {
  private static final int FILES = 20_000;
  private final List<Entry> walk = new ArrayList<>();

  @Setup
  public void setUp() {
    for (int i = 0; i < FILES; i++) {
      byte[] path = ("directory/file-" + (1_000_000 + i)).getBytes(StandardCharsets.US_ASCII);
      walk.add(
          new Entry(
              path,
              EntryType.FILE,
              i % 9_000,
              0644,
              1000,
              1000,
              "user",
              "group",
              1_600_000_000_123_456_789L,
              1,
              1,
              i,
              0,
              new byte[0],
              Collections.emptySortedMap()));
    }
  }

  @Benchmark
  public int chunksAndBundles() {
    LargeFiles none = new LargeFiles(Path.of("/"), entry -> {});
    Bases bases = new Bases(List.of(), false, chunk -> false, false);
    Planner plan = new Planner(walk.iterator(), bases, new EntryDiff(null, new Counts()), none);
    Bundler bundler = new Bundler(null, plan, 64 << 20);
    int chunks = 0;
    while (bundler.hasNext()) {
      chunks += bundler.next().chunks().size();
    }
    return chunks;
  }
}
