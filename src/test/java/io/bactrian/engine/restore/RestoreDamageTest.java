package io.bactrian.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A store that breaks off, lies, or lacks an object: tried again, or nothing is written. */
class RestoreDamageTest extends RestoreFixture {
  @Test
  void restore_oneFlippedBitInAnyObject_writesNothing() throws IOException {
    TestBackup backup = backup();
    for (ObjectRef object : backup.objects()) {
      assertRefused(backup, object);
    }
    for (ObjectRef segment : backup.segments()) {
      assertRefused(backup, segment);
    }
  }

  private void assertRefused(TestBackup backup, ObjectRef damaged) {
    backup.store().flip(backup.key(damaged));
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.CORRUPT))
        .hasMessageContaining(damaged.key());
    assertThat(target).doesNotExist();
    backup.store().flip(backup.key(damaged));
  }

  @Test
  void restore_oneFlippedBit_leavesTheOldDataUntouched() throws IOException {
    TestBackup backup = backup();
    Files.createDirectory(target);
    Files.writeString(target.resolve("large"), "old");
    backup.store().flip(backup.key(backup.objects().get(1)));
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.REPLACE))
        .isInstanceOf(Failure.class);
    assertThat(target.toFile().list()).containsExactly("large");
    assertThat(target.resolve("large")).hasContent("old");
  }

  @Test
  void restore_everyReadFailsOnce_succeedsWithTwiceTheAttempts() throws IOException {
    TestBackup backup = backup();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    backup.store().onGet = (key, in) -> failed.add(key) ? new BreaksOff(in) : in;
    RestoreOutcome outcome = Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(outcome.attempts())
        .isEqualTo(2L * (backup.objects().size() + backup.segments().size()));
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_damagedOnTheWayOnce_succeeds() throws IOException {
    TestBackup backup = backup();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    backup.store().onGet = (key, in) -> failed.add(key) ? new Flips(in) : in;
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_readsFailForEver_writesNothing() throws IOException {
    TestBackup backup = backup();
    String key = backup.key(backup.objects().get(2));
    backup.store().onGet = (asked, in) -> asked.equals(key) ? new BreaksOff(in) : in;
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT))
        .hasMessageContaining("reset");
    assertThat(backup.store().getsOf(key)).isEqualTo(Restores.ATTEMPTS);
    assertThat(target).doesNotExist();
  }

  @Test
  void restore_missingObject_isTriedOnce() throws IOException {
    TestBackup backup = backup();
    String key = backup.key(backup.objects().get(2));
    backup.store().delete(key);
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.failureClass()).isEqualTo(FailureClass.NOT_FOUND);
              assertThat(e.hint().orElseThrow()).contains("bactrian verify");
            })
        .hasMessageContaining(backup.objects().get(2).key());
    assertThat(backup.store().getsOf(key)).isEqualTo(1);
  }

  /** Gives half, then fails. */
  static final class BreaksOff extends FilterInputStream {
    private int left;

    BreaksOff(InputStream in) {
      super(in);
      try {
        left = in.available() / 2;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("connection reset");
      }
      int got = super.read(bytes, offset, Math.min(length, left));
      left -= got;
      return got;
    }
  }

  /** Flips a bit of each piece. */
  static final class Flips extends FilterInputStream {
    Flips(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = super.read(bytes, offset, length);
      if (got > 0) {
        bytes[offset + got / 2] ^= 1;
      }
      return got;
    }
  }
}
