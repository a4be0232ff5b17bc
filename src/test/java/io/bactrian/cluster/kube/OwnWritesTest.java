package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private final AtomicLong clock = new AtomicLong();
  private final OwnWrites<Backup> own = new OwnWrites<>(clock::get);

  @Test
  void ownWrite_isReadUntilTheWatchCaughtUp() {
    own.wrote(at("u", "10"));
    assertThat(read(at("u", "9"))).isEqualTo("10");
    own.heard(at("u", "9"));
    assertThat(read(at("u", "9"))).isEqualTo("10");
    own.heard(at("u", "11"));
    assertThat(read(at("u", "11"))).isEqualTo("11");
  }

  @Test
  void somebodyElsesLaterWrite_wins() {
    own.wrote(at("u", "9"));
    assertThat(read(at("u", "10"))).isEqualTo("10");
  }

  @Test
  void answerThatArrivesAfterTheDeletion_bringsNothingBack() {
    own.gone(at("u", "11"));
    own.wrote(at("u", "10"));
    assertThat(read(null)).isEqualTo("none");
  }

  @Test
  void createdAgainUnderTheSameName_isAnother() {
    own.wrote(at("new", "12"));
    own.gone(at("old", "11"));
    assertThat(read(null)).isEqualTo("12");
  }

  @Test
  void createdAndNeverHeardOf_isListed_butNotForEver() {
    own.wrote(at("u", "10"));
    assertThat(own.newest(List.of())).hasSize(1);
    clock.set(Duration.ofMinutes(3).toNanos());
    assertThat(own.newest(List.of())).isEmpty();
    assertThat(read(null)).isEqualTo("none");
  }

  @Test
  void versionsThatAreNoNumbers_theWatchIsBelieved() {
    own.wrote(at("u", "b"));
    assertThat(read(at("u", "a"))).isEqualTo("a");
  }

  @Test
  void versions_compareAsNumbersOfAnyLength() {
    assertThat(Versions.isNewer("10", "9")).isTrue();
    assertThat(Versions.isNewer("9", "10")).isFalse();
    assertThat(Versions.isNewer("10", "10")).isFalse();
    assertThat(Versions.isNewer("123456789012345678901234567890", "9223372036854775807")).isTrue();
    assertThat(Versions.isNewer("", "1")).isFalse();
    assertThat(Versions.isNewer(null, "1")).isFalse();
  }

  private String read(Backup cached) {
    return own.newest("ns", "n", cached)
        .map(backup -> backup.getMetadata().getResourceVersion())
        .orElse("none");
  }

  private static Backup at(String uid, String version) {
    Backup backup = Samples.backup("ns", "n");
    backup.getMetadata().setUid(uid);
    backup.getMetadata().setResourceVersion(version);
    return backup;
  }
}
