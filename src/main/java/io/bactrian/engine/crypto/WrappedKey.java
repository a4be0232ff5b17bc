package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data key as {@code keys/} holds it: {@code <data-key-id>.<kek-id>.<ext>}.
 *
 * @param dataKeyId 16 hex digits
 * @param kekId of the KEK that wraps it
 * @param family of the wrapping, and of the objects under the data key
 */
record WrappedKey(String dataKeyId, String kekId, Algorithm family) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.([0-9a-f]{16})(\\.[a-z]+)");
  private static final int CONTENT_LENGTH = 2 * SecretKeyBytes.LENGTH + 1;

  /** Empty where the name is none of a wrapped key. */
  static Optional<WrappedKey> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Arrays.stream(Algorithm.values())
        .filter(family -> family.encrypts() && family.extension().equals(matcher.group(3)))
        .map(family -> new WrappedKey(matcher.group(1), matcher.group(2), family))
        .findFirst();
  }

  String name() {
    return dataKeyId + "." + kekId + family.extension();
  }

  byte[] seal(SecretKeyBytes kek, SecretKeyBytes dataKey) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (OutputStream out = Ciphers.small(family, kek, kekId).seal(message)) {
      out.write((dataKey.hex() + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return message.toByteArray();
  }

  /**
   * The data key in a message that {@link #seal} made. The name says that this KEK wrapped it, so
   * whatever does not open is CORRUPT.
   */
  DataKey open(SecretKeyBytes kek, byte[] message) {
    try (InputStream in =
        Ciphers.small(family, kek, kekId).open(new ByteArrayInputStream(message))) {
      byte[] content = in.readNBytes(CONTENT_LENGTH + 1);
      return new DataKey(dataKeyId, family, HexKey.parseLine(content).orElseThrow(this::damaged));
    } catch (Failure e) {
      throw e.failureClass() == FailureClass.WRONG_KEY ? damaged() : e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private Failure damaged() {
    return Failure.of(
        FailureClass.CORRUPT,
        "key object 'keys/" + name() + "' is damaged: its own key " + kekId + " does not open it",
        "copy it back from a replica of the repository; without it nothing under data key "
            + dataKeyId
            + " can be read");
  }
}
