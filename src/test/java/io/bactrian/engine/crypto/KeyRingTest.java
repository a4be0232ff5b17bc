package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
  private static final String NAME = "default/redis";
  private final MemoryStore store = new MemoryStore();

  @Test
  void open_noKeys_isEmpty() {
    KeyRing ring = open(Messages.KEY);
    assertThat(ring.ids()).isEmpty();
    assertThat(ring.first(Algorithm.GPG)).isEmpty();
    assertThat(ring.dataKey(Messages.KEY_ID)).isEmpty();
    assertThat(KeyRing.hasKeys(store, NAME)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void create_aKey_isStoredUnderItsNameAndOpensAgain(Algorithm family) {
    DataKey made = open(Messages.KEY).create(family);
    String name = made.id() + "." + Kek.id(Messages.KEY) + family.extension();
    assertThat(store.keys()).containsExactly(NAME + "/keys/" + name);
    KeyRing again = open(Messages.KEY);
    assertThat(again.dataKey(made.id())).contains(made);
    assertThat(again.first(family)).contains(made);
    assertThat(again.ids()).containsExactly(made.id());
    assertThat(KeyRing.hasKeys(store, NAME)).isTrue();
  }

  @Test
  void create_aKey_storesNothingOfItInTheClear() {
    DataKey made = open(Messages.KEY).create(Algorithm.AES256_GCM);
    String stored = new String(store.content(store.keys().get(0)), StandardCharsets.ISO_8859_1);
    assertThat(stored).doesNotContain(made.key().hex(), Messages.KEY.hex());
    assertThat(stored).contains(Kek.id(Messages.KEY));
  }

  @Test
  void dataKey_askedTwice_isReadOnce() {
    DataKey made = open(Messages.KEY).create(Algorithm.AES256_GCM);
    List<String> gets = new ArrayList<>();
    store.before(
        operation -> gets.addAll(operation.startsWith("get ") ? List.of(operation) : List.of()));
    KeyRing ring = open(Messages.KEY);
    ring.dataKey(made.id());
    ring.dataKey(made.id());
    assertThat(gets).hasSize(1);
  }

  @Test
  void open_keysOfAnotherKekOnly_isWrongKeyThatNamesBoth() {
    open(Messages.KEY).create(Algorithm.AES256_GCM);
    Failure failure = Messages.failure(() -> open(Messages.OTHER), FailureClass.WRONG_KEY);
    assertThat(failure).hasMessageContaining(Kek.id(Messages.KEY));
    assertThat(failure).hasMessageContaining(Kek.id(Messages.OTHER));
    assertThat(failure.failureClass().exitCode()).isEqualTo(4);
    assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("keys rotate"));
  }

  @Test
  void dataKey_wrappedByAnotherKekOnly_isWrongKey() {
    DataKey theirs = open(Messages.KEY).create(Algorithm.AES256_GCM);
    MemoryStore mixed = new MemoryStore();
    DataKey ours = KeyRing.open(mixed, NAME, Messages.OTHER).create(Algorithm.GPG);
    store.keys().forEach(key -> mixed.plant(key, store.content(key)));
    KeyRing ring = KeyRing.open(mixed, NAME, Messages.OTHER);
    assertThat(ring.dataKey(ours.id())).contains(ours);
    assertThat(ring.ids()).containsExactly(ours.id());
    Messages.failure(() -> ring.dataKey(theirs.id()), FailureClass.WRONG_KEY);
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "AES256_GCM")
  void dataKey_anyByteOfTheKeyObjectFlipped_isNeverAnotherKey(Algorithm family) {
    DataKey made = open(Messages.KEY).create(family);
    String key = store.keys().get(0);
    byte[] good = store.content(key);
    for (int at = 0; at < good.length; at++) {
      store.plant(key, Messages.flipped(good, at));
      DataKey seen = null;
      try {
        seen = open(Messages.KEY).dataKey(made.id()).orElseThrow();
      } catch (Failure e) {
        assertThat(e.failureClass()).as("byte %d", at).isEqualTo(FailureClass.CORRUPT);
      }
      assertThat(seen == null || seen.equals(made)).as("byte %d", at).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "NONE", mode = Mode.EXCLUDE)
  void dataKey_wrappedContentIsNoKey_isCorrupt(Algorithm family) {
    Cipherer kek = Ciphers.of(family, Messages.KEY, Kek.id(Messages.KEY));
    String hex = Messages.OTHER.hex();
    for (String content :
        new String[] {"", hex, hex + "\r\n", hex.replaceAll("[0-9]", "A") + "\n", hex + "\n\n"}) {
      String name = Messages.KEY_ID + "." + Kek.id(Messages.KEY) + family.extension();
      byte[] message = Messages.seal(kek, content.getBytes(StandardCharsets.US_ASCII));
      store.plant(NAME + "/keys/" + name, message);
      KeyRing ring = open(Messages.KEY);
      Failure failure = Messages.failure(() -> ring.dataKey(Messages.KEY_ID), FailureClass.CORRUPT);
      assertThat(failure).hasMessageContaining(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README", "0123456789abcdef.0123456789abcdef.zip", "x.y.cms"})
  void open_objectThatIsNoKey_isPassedOver(String name) {
    store.put(NAME + "/keys/" + name, new byte[1]);
    assertThat(open(Messages.KEY).ids()).isEmpty();
  }

  private KeyRing open(SecretKeyBytes kek) {
    return KeyRing.open(store, NAME, kek);
  }
}
