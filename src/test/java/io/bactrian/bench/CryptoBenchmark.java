package io.bactrian.bench;

import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.Ciphers;
import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.crypto.SecretKeyBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** Messages of 8 MiB in pieces of 32 KiB: operations a second times 8 are MiB a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CryptoBenchmark {
  private static final int LENGTH = 8 << 20;
  private static final int PIECE = 32 << 10;

  @Param({"AES256_GCM", "AES256_CBC", "GPG"})
  Algorithm algorithm;

  private final byte[] plain = new byte[LENGTH];
  private Cipherer cipherer;
  private byte[] message;

  @Setup
  public void setUp() throws IOException {
    new Random(1).nextBytes(plain);
    cipherer = Ciphers.of(algorithm, new SecretKeyBytes(new byte[32]), "0123456789abcdef");
    message = seal();
  }

  @Benchmark
  public byte[] seal() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream(LENGTH + 4096);
    try (OutputStream out = cipherer.seal(sink)) {
      for (int at = 0; at < LENGTH; at += PIECE) {
        out.write(plain, at, PIECE);
      }
    }
    return sink.toByteArray();
  }

  @Benchmark
  public int open() throws IOException {
    byte[] piece = new byte[PIECE];
    int total = 0;
    try (InputStream in = cipherer.open(new ByteArrayInputStream(message))) {
      int read;
      while ((read = in.read(piece)) >= 0) {
        total += read;
      }
    }
    return total;
  }

  @Benchmark
  public byte[] sha256() {
    return CryptoProviders.sha256().digest(plain);
  }
}
