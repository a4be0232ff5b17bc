package io.bactrian.engine.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Refs;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.repo.Totals;
import io.bactrian.engine.restore.Restores;
import io.bactrian.engine.restore.TestBackup;
import io.bactrian.engine.restore.TestBackups;
import io.bactrian.engine.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyRunTest {
  private static final Optional<Share> ALL = Optional.of(new Share(1, 1));

  private TestBackup backup;

  @BeforeEach
  void make() throws IOException {
    TestBackups backups = TestBackups.standard().sizes(2048, 4096, 3).dir("").dir("d");
    Random random = new Random(3);
    for (int i = 100; i < 160; i++) {
      byte[] content = new byte[500];
      random.nextBytes(content);
      backups.file("d/file" + i, content);
    }
    byte[] large = new byte[(2 << 20) + 5];
    random.nextBytes(large);
    backup = backups.file("large", large).symlink("link", "large").build();
  }

  private VerifyOutcome verify(Optional<Share> share, long day) {
    VerifyRequest request =
        new VerifyRequest(
            new SealedManifest(manifest(), "", "", true),
            backup.store(),
            backup.store(),
            backup.ciphers(),
            share,
            day,
            2,
            Restores.ATTEMPTS,
            new Progress());
    try (VerifyRun run = new VerifyRun(request)) {
      run.begin();
      Restores.drain(run.segments());
      run.requireFetched();
      run.plan();
      Restores.drain(run.objects());
      run.requireFetched();
      return run.finish();
    }
  }

  private Manifest manifest() {
    long raw = backup.view().rawBytes();
    long entries = backup.view().entries();
    return new Manifest(
        new Manifest.Identity("default", "test", new RunId(TestBackups.RUN), 1, null, null),
        new Manifest.Origin("test", "", "", "", ""),
        new Manifest.Packing(ArchiveFormat.TAR_ZST.id(), 3, "aes256-gcm", "-", "-"),
        new Totals(entries, 0, 0, 0, raw, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        sums(),
        Refs.of(backup.segments()),
        Refs.of(backup.objects()),
        Manifest.Report.none(),
        new Manifest.Ledger(0, List.of()));
  }

  private SortedMap<String, Manifest.FileSum> sums() {
    SortedMap<String, Manifest.FileSum> sums = new TreeMap<>();
    backup
        .files()
        .forEach((name, ref) -> sums.put(name, new Manifest.FileSum(ref.size(), ref.sha256())));
    return sums;
  }

  private Damage onlyDamage(Optional<Share> share) {
    List<Damage> damages = verify(share, 0).damages();
    assertThat(damages).hasSize(1);
    return damages.get(0);
  }

  @Test
  void verify_soundBackup_findsNothingAndReadsEverything() {
    VerifyOutcome outcome = verify(ALL, 0);
    assertThat(outcome.damages()).isEmpty();
    assertThat(outcome.objectsRead()).isEqualTo(backup.objects().size());
    assertThat(outcome.entries()).isEqualTo(64);
  }

  @Test
  void verify_withoutReadData_readsNoObject() {
    assertThat(verify(Optional.empty(), 0).damages()).isEmpty();
    backup.objects().forEach(o -> assertThat(backup.store().getsOf(backup.key(o))).isZero());
  }

  @Test
  void verify_oneFlippedBitInAnyObject_namesTheObjectAndItsFiles() {
    Set<String> named = new HashSet<>();
    for (ObjectRef object : backup.objects()) {
      backup.store().flip(backup.key(object));
      Damage damage = onlyDamage(ALL);
      assertThat(damage.object()).isEqualTo(object.key());
      assertThat(damage.problem()).contains("mismatch");
      named.addAll(damage.files());
      backup.store().flip(backup.key(object));
    }
    assertThat(named).contains("d/file100", "d/file159", "large", "link").hasSize(62);
  }

  @Test
  void verify_oneFlippedBitInAnySegmentOrFile_namesIt() {
    for (ObjectRef segment : backup.segments()) {
      backup.store().flip(backup.key(segment));
      assertThat(onlyDamage(Optional.empty()).object()).isEqualTo(segment.key());
      backup.store().flip(backup.key(segment));
    }
    for (ObjectRef file : backup.files().values()) {
      backup.store().flip(backup.key(file));
      assertThat(onlyDamage(Optional.empty()).object()).isEqualTo(file.key());
      backup.store().flip(backup.key(file));
    }
  }

  @Test
  void verify_missingObject_isNamedWithItsFilesWithoutReadingData() {
    ObjectRef object = backup.objects().get(1);
    backup.store().delete(backup.key(object));
    Damage damage = onlyDamage(Optional.empty());
    assertThat(damage.object()).isEqualTo(object.key());
    assertThat(damage.problem()).isEqualTo("it is not there");
    assertThat(damage.files()).isNotEmpty();
  }

  @Test
  void verify_objectCutShort_isNamedWithoutReadingData() {
    ObjectRef object = backup.objects().get(0);
    backup.store().put(backup.key(object), new byte[10]);
    assertThat(onlyDamage(Optional.empty()).problem()).startsWith("it has 10 bytes instead of");
  }

  @Test
  void verify_damagedSegmentAndObject_namesBoth() {
    backup.store().flip(backup.key(backup.segments().get(2)));
    backup.store().flip(backup.key(backup.objects().get(0)));
    assertThat(verify(ALL, 0).damages())
        .extracting(Damage::object)
        .containsExactlyInAnyOrder(backup.segments().get(2).key(), backup.objects().get(0).key());
  }

  @Test
  void verify_aSeventhEachDay_readsEverythingInAWeek() {
    Set<String> read = new HashSet<>();
    long reads = 0;
    for (long day = 20_000; day < 20_007; day++) {
      backup.store().gets.clear();
      VerifyOutcome outcome = verify(Optional.of(new Share(1, 7)), day);
      reads += outcome.objectsRead();
      backup.objects().stream()
          .filter(o -> backup.store().getsOf(backup.key(o)) > 0)
          .forEach(o -> read.add(o.key()));
    }
    assertThat(read).hasSize(backup.objects().size());
    assertThat(reads).isEqualTo(backup.objects().size());
  }

  @Test
  void verify_everyReadFailsOnce_findsNothing() {
    Set<String> failed = ConcurrentHashMap.newKeySet();
    backup.store().onGet = (key, in) -> failed.add(key) ? broken(in) : in;
    VerifyOutcome outcome = verify(ALL, 0);
    assertThat(outcome.damages()).isEmpty();
    assertThat(outcome.attempts())
        .isEqualTo(
            2L * (backup.files().size() + backup.segments().size() + backup.objects().size()));
  }

  @Test
  void verify_storeThatDoesNotAnswer_isNoDamage() {
    backup.store().onGet = (key, in) -> broken(in);
    assertThatThrownBy(() -> verify(ALL, 0))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT));
  }

  @Test
  void verify_streamThatSaysOtherThanTheIndex_isFound() throws IOException {
    ObjectRef stream = backup.files().get("STREAM");
    String lines = new String(backup.store().read(backup.key(stream), 1 << 20), UTF_8);
    byte[] lie = lines.replaceFirst(" 0 ", " 1 ").getBytes(UTF_8);
    ObjectRef other = backup.store().putRef(stream.key(), backup.key(stream), lie);
    TreeMap<String, ObjectRef> files = new TreeMap<>(backup.files());
    files.put("STREAM", other);
    backup =
        new TestBackup(
            backup.store(),
            backup.view(),
            backup.ciphers(),
            backup.segments(),
            backup.objects(),
            files);
    assertThat(onlyDamage(ALL).problem()).contains("STREAM and the index do not say the same");
  }

  private static InputStream broken(InputStream in) {
    InputStream breaks =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    try {
      return new SequenceInputStream(
          new java.io.ByteArrayInputStream(in.readNBytes(in.available() / 2)), breaks);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
