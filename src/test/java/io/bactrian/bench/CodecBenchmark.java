package io.bactrian.bench;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.codec.Codec;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One chunk of 1 MiB, half of it compressible: operations a second are MiB a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecBenchmark {
  private static final int LENGTH = 1 << 20;

  @Param({"TAR_ZST:1", "TAR_ZST:3", "TAR_GZ:1", "TAR_GZ:6"})
  String codec;

  private Codec open;
  private final byte[] raw = new byte[LENGTH];
  private byte[] packed;
  private int packedLength;

  @Setup
  public void setUp() {
    String[] parts = codec.split(":", 2);
    open = ArchiveFormat.valueOf(parts[0]).open(Integer.parseInt(parts[1]));
    packed = new byte[open.maxCompressedLength(LENGTH)];
    Random random = new Random(1);
    random.nextBytes(raw);
    for (int i = 0; i < LENGTH; i += 2) {
      raw[i] = (byte) (i >> 12);
    }
    packedLength = open.compress(raw, LENGTH, packed);
  }

  @Benchmark
  public int compress() {
    return open.compress(raw, LENGTH, packed);
  }

  @Benchmark
  public byte[] decompress() {
    open.decompress(packed, packedLength, raw, LENGTH);
    return raw;
  }

  @TearDown
  public void tearDown() {
    open.close();
  }
}
