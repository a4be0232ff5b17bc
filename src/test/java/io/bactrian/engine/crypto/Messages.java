package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of messages share. */
final class Messages {
  static final String KEY_ID = "0123456789abcdef";
  static final SecretKeyBytes KEY = key(1);
  static final SecretKeyBytes OTHER = key(2);

  private Messages() {}

  static SecretKeyBytes key(int seed) {
    return new SecretKeyBytes(bytes(SecretKeyBytes.LENGTH, seed));
  }

  static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] seal(Cipherer cipherer, byte[] content) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream out = cipherer.seal(sink)) {
      for (int done = 0; done < content.length; done += 20_000) {
        out.write(content, done, Math.min(20_000, content.length - done));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sink.toByteArray();
  }

  static byte[] open(Cipherer cipherer, byte[] message) {
    try (InputStream in = cipherer.open(new ByteArrayInputStream(message))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] flipped(byte[] message, int at) {
    byte[] copy = Arrays.copyOf(message, message.length);
    copy[at] ^= 1;
    return copy;
  }

  static Failure failure(ThrowingCallable action, FailureClass expected) {
    Failure failure = Assertions.catchThrowableOfType(Failure.class, action);
    Assertions.assertThat(failure).as("no failure").isNotNull();
    Assertions.assertThat(failure.failureClass()).as(failure.getMessage()).isEqualTo(expected);
    return failure;
  }
}
