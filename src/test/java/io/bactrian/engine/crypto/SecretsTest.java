package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.MemoryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** No key is in anything that prints. */
class SecretsTest {

  @Test
  void toString_ofWhatHoldsAKey_hidesIt() {
    DataKey dataKey = new DataKey(Messages.KEY_ID, Algorithm.GPG, Messages.KEY);
    KeyRing ring = KeyRing.open(new MemoryStore(), "default/redis", Messages.KEY);
    for (Algorithm algorithm : Algorithm.values()) {
      assertHidden(Ciphers.of(algorithm, Messages.KEY, Messages.KEY_ID).toString());
    }
    assertHidden(dataKey.toString() + dataKey.cipherer() + ring + Messages.KEY);
  }

  @Test
  void failures_whenKeysDoNotFit_sayNothingOfThem() {
    MemoryStore store = new MemoryStore();
    KeyRing.open(store, "default/redis", Messages.KEY).create(Algorithm.AES256_CBC);
    List<ThrowingCallable> failing = new ArrayList<>();
    failing.add(() -> KeyRing.open(store, "default/redis", Messages.OTHER));
    failing.add(() -> new SecretKeyBytes(new byte[31]));
    for (Algorithm algorithm : List.of(Algorithm.AES256_GCM, Algorithm.GPG)) {
      byte[] message =
          Messages.seal(Ciphers.of(algorithm, Messages.KEY, Messages.KEY_ID), new byte[9]);
      Cipherer other = Ciphers.of(algorithm, Messages.OTHER, Messages.KEY_ID);
      failing.add(() -> Messages.open(other, message));
    }
    for (ThrowingCallable action : failing) {
      StringWriter trace = new StringWriter();
      Throwable thrown = Assertions.catchThrowable(action);
      assertThat(thrown).isNotNull();
      thrown.printStackTrace(new PrintWriter(trace));
      assertHidden(trace.toString());
    }
  }

  private static void assertHidden(String text) {
    for (SecretKeyBytes key : List.of(Messages.KEY, Messages.OTHER)) {
      String base64 = Base64.getEncoder().encodeToString(key.bytes());
      assertThat(text).doesNotContainIgnoringCase(key.hex().substring(0, 12));
      assertThat(text).doesNotContain(base64.substring(0, 12));
    }
  }
}
