package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds for every algorithm. */
class CiphersTest {
  private static final int KIB = 1024;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void open_whatWasSealed_isTheContent(Algorithm algorithm) {
    Cipherer cipherer = cipherer(algorithm);
    int[] lengths = {0, 1, 15, 16, 17, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 5 * KIB * KIB};
    for (int length : lengths) {
      byte[] content = Messages.bytes(length, length);
      byte[] message = Messages.seal(cipherer, content);
      assertThat(Messages.open(cipherer, message)).as("%d bytes", length).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void seal_sameContentTwice_givesOtherBytesWithoutTheContent(Algorithm algorithm) {
    byte[] content = Messages.bytes(64, 3);
    byte[] one = Messages.seal(cipherer(algorithm), content);
    byte[] other = Messages.seal(cipherer(algorithm), content);
    assertThat(one).isNotEqualTo(other);
    assertThat(Arrays.toString(one)).doesNotContain(Arrays.toString(Arrays.copyOf(content, 8)));
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void open_wrongKey_isWrongKeyAndNamesTheKeyGiven(Algorithm algorithm) {
    byte[] message = Messages.seal(cipherer(algorithm), Messages.bytes(100_000, 4));
    List<FailureClass> seen =
        IntStream.range(10, 14)
            .mapToObj(seed -> Ciphers.of(algorithm, Messages.key(seed), Messages.KEY_ID))
            .flatMap(wrong -> failureOf(wrong, message).stream())
            .peek(failure -> assertThat(failure).hasMessageContaining(Messages.KEY_ID))
            .map(Failure::failureClass)
            .toList();
    assertThat(seen).contains(FailureClass.WRONG_KEY).doesNotContain(FailureClass.TRANSIENT);
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void open_messageCutShort_neverEndsSilently(Algorithm algorithm) {
    byte[] message = Messages.seal(cipherer(algorithm), Messages.bytes(200_000, 5));
    int[] lengths = {
      0, 1, 10, 20, 60, 150, 70_000, 131_072, message.length - 40, message.length - 17
    };
    for (int length : lengths) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> Messages.open(cipherer(algorithm), cut))
          .as("%d bytes of %s", length, algorithm)
          .isInstanceOf(Failure.class);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void open_noise_isCorruptOrWrongKey(Algorithm algorithm) {
    for (int seed = 0; seed < 200; seed++) {
      byte[] noise = Messages.bytes(1 + seed * 7, seed);
      assertThatThrownBy(() -> Messages.open(cipherer(algorithm), noise))
          .isInstanceOf(Failure.class);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void open_transferBreaksOff_passesTheIoExceptionOn(Algorithm algorithm) {
    byte[] message = Messages.seal(cipherer(algorithm), Messages.bytes(200_000, 6));
    IOException reset = new IOException("connection reset");
    for (int length : new int[] {0, 100, 150_000}) {
      InputStream broken =
          new SequenceInputStream(
              new ByteArrayInputStream(message, 0, length), new Breaking(reset));
      assertThatThrownBy(() -> drain(cipherer(algorithm), broken)).isSameAs(reset);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void read_afterAFailure_failsAgain(Algorithm algorithm) throws IOException {
    byte[] message = Messages.seal(cipherer(algorithm), Messages.bytes(300, 7));
    byte[] cut = Arrays.copyOf(message, message.length - 17);
    try (InputStream in = cipherer(algorithm).open(new ByteArrayInputStream(cut))) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(Failure.class);
      assertThatThrownBy(in::read).isInstanceOf(Failure.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void close_endsTheMessageOnceAndLeavesTheSinkOpen(Algorithm algorithm) throws IOException {
    Closing sink = new Closing();
    OutputStream out = cipherer(algorithm).seal(sink);
    out.write(7);
    out.close();
    int length = sink.size();
    out.close();
    assertThat(sink.size()).isEqualTo(length);
    assertThat(sink.closed).isFalse();
    assertThat(Messages.open(cipherer(algorithm), sink.toByteArray())).containsExactly(7);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void cipherer_usedByManyThreads_mixesNothingUp(Algorithm algorithm) throws Exception {
    Cipherer shared = cipherer(algorithm);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Stream<Callable<Boolean>> work =
          IntStream.range(0, 64).mapToObj(seed -> () -> roundTrips(shared, seed));
      for (Future<Boolean> done : pool.invokeAll(work.toList())) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean roundTrips(Cipherer cipherer, int seed) {
    byte[] content = Messages.bytes(90_000 + seed, seed);
    return Arrays.equals(content, Messages.open(cipherer, Messages.seal(cipherer, content)));
  }

  private static List<Failure> failureOf(Cipherer cipherer, byte[] message) {
    try {
      Messages.open(cipherer, message);
      return List.of();
    } catch (Failure e) {
      return List.of(e);
    }
  }

  private static void drain(Cipherer cipherer, InputStream stored) throws IOException {
    try (InputStream in = cipherer.open(stored)) {
      in.readAllBytes();
    }
  }

  private static Cipherer cipherer(Algorithm algorithm) {
    return Ciphers.of(algorithm, Messages.KEY, Messages.KEY_ID);
  }

  private static final class Breaking extends InputStream {
    private final IOException failure;

    Breaking(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }
  }

  private static final class Closing extends ByteArrayOutputStream {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }
}
