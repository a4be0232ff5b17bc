package io.bactrian.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that is cut short, at each of its steps, and then asked for again. */
class InterruptedRestoreTest {
  private static final int NAMES = 8;

  @TempDir Path dir;
  private Path target;
  private Path spool;
  private TestBackup backup;

  @BeforeEach
  void prepare() throws IOException {
    target = Files.createDirectory(dir.resolve("target"));
    spool = Files.createDirectory(dir.resolve("spool"));
    TestBackups backups = TestBackups.standard().dir("").dir("d");
    for (int i = 0; i < NAMES; i++) {
      backups.file("d/in" + i, "new in " + i);
    }
    for (int i = 0; i < NAMES; i++) {
      backups.file("f" + i, "new " + i);
    }
    backup = backups.build();
  }

  private void makeOldTarget() throws IOException {
    Files.createDirectory(target.resolve("d"));
    Files.writeString(target.resolve("d/mine"), "mine");
    Files.writeString(target.resolve("d/in1"), "old");
    Files.writeString(target.resolve("f1"), "old");
    Files.writeString(target.resolve("other"), "other");
    Files.setLastModifiedTime(target.resolve("other"), FileTime.fromMillis(1));
  }

  /** Everything up to the journal, as a killed process leaves it. */
  private Staging prepared(Overwrite overwrite) throws IOException {
    Staging staging = Staging.create(target, TestBackups.RUN);
    Path staged = dir.resolve("staged");
    Restores.restore(backup, staged, Overwrite.NEVER);
    for (Path path : list(staged)) {
      Files.move(path, staging.tree().resolve(path.getFileName()));
    }
    try (LateFile late = new LateFile(staging.work())) {
      for (String path : new String[] {"", "d"}) {
        Entry entry = TestBackups.entry(path, EntryType.DIRECTORY, 0, "");
        late.add(new LateFile.Late(true, new EntryRecord(entry, 0, false)));
      }
    }
    Files.delete(staged);
    Journal journal =
        new Journal(
            Journal.Phase.SWAPPING,
            "",
            TestBackups.RUN,
            overwrite,
            List.of(),
            new Counters(1).outcome(TestBackups.RUN, target.toString()));
    new Swap(staging, journal, new MetadataPass(false, new Findings())).begin();
    staging.close();
    return staging;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var names = Files.list(directory)) {
      return names.sorted().toList();
    }
  }

  private List<String> expected(Overwrite overwrite) throws IOException {
    Path fresh = Files.createDirectory(dir.resolve("fresh"));
    Path kept = target;
    target = fresh;
    if (overwrite != Overwrite.NEVER) {
      makeOldTarget();
    }
    target = kept;
    Restores.restore(backup, fresh, overwrite);
    return Tree.describe(fresh, spool).stream().filter(line -> !line.contains("mine")).toList();
  }

  @ParameterizedTest
  @EnumSource(Overwrite.class)
  void restore_killedBetweenTwoRenames_isFinishedByTheSameCommand(Overwrite overwrite)
      throws IOException {
    List<String> expected = expected(overwrite);
    for (int done = 0; done <= NAMES + 1; done++) {
      Trees.delete(target);
      Files.createDirectory(target);
      if (overwrite != Overwrite.NEVER) {
        makeOldTarget();
      }
      Staging staging = prepared(overwrite);
      moveSome(staging, done, overwrite);
      backup.store().gets.clear();
      RestoreOutcome outcome = Restores.restore(backup, target, overwrite);
      assertThat(outcome.resumed()).isTrue();
      assertThat(backup.store().gets).isEmpty();
      assertThat(Tree.describe(target, spool).stream().filter(l -> !l.contains("mine")).toList())
          .isEqualTo(expected);
    }
  }

  /** What the killed process had done already: moved old ones aside, and some new ones in. */
  private void moveSome(Staging staging, int count, Overwrite overwrite) throws IOException {
    Path aside = Files.createDirectory(staging.old().resolve("0"));
    for (Path staged : list(staging.tree()).stream().limit(count).toList()) {
      Path place = target.resolve(staged.getFileName());
      boolean directory = Files.isDirectory(staged) && overwrite == Overwrite.MERGE;
      if (directory) {
        Path first = list(staged).get(0);
        Files.move(first, place.resolve(first.getFileName()));
        continue;
      }
      if (Files.exists(place) && overwrite == Overwrite.REPLACE) {
        Files.move(place, aside.resolve(place.getFileName()));
      }
      Trees.move(staged, place);
    }
  }

  @ParameterizedTest
  @EnumSource(Overwrite.class)
  void restore_lostBeforeItsEndWasTold_isKnownToTheSameOwner(Overwrite overwrite)
      throws IOException {
    List<String> expected = expected(overwrite);
    if (overwrite != Overwrite.NEVER) {
      makeOldTarget();
    }
    RestoreOutcome lost = Restores.lost(request("uid-1", overwrite));
    assertThat(staged()).hasSize(1);
    backup.store().gets.clear();
    RestoreOutcome outcome = Restores.restore(request("uid-1", overwrite));
    assertThat(outcome).isEqualTo(lost.asResumed());
    assertThat(backup.store().gets).isEmpty();
    assertThat(Tree.describe(target, spool).stream().filter(l -> !l.contains("mine")).toList())
        .isEqualTo(expected);
  }

  /** It may mean another run by the time that it is asked again. */
  @Test
  void restoreOfTheLatest_lostBeforeItsEndWasTold_isKnownThoughAnotherRunIsTheLatest()
      throws IOException {
    Restores.lost(request("uid-1", Overwrite.NEVER));
    RestoreRequest later = Restores.request("uid-1", later(), target, Overwrite.NEVER);
    RestoreOutcome outcome = Restores.restore(later);
    assertThat(outcome.resumed()).isTrue();
    assertThat(outcome.runId()).isEqualTo(TestBackups.RUN);
    assertThat(list(target)).hasSize(NAMES + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "uid-2"})
  void restore_intoWhatAnOwnersRestoreFilled_isRefusedToAnother(String other) throws IOException {
    Restores.lost(request("uid-1", Overwrite.NEVER));
    assertThatThrownBy(() -> Restores.restore(request(other, Overwrite.NEVER)))
        .hasMessageContaining("is not empty");
    assertThat(staged()).as("cleared away").isEmpty();
    assertThat(list(target)).hasSize(NAMES + 1);
  }

  @Test
  void restore_settled_isNotTakenForItsOwnAgain() throws IOException {
    Restores.restore(request("uid-1", Overwrite.NEVER));
    assertThat(staged()).isEmpty();
    assertThatThrownBy(() -> Restores.restore(request("uid-1", Overwrite.NEVER)))
        .hasMessageContaining("is not empty");
  }

  /** Nobody knows when: what was changed since is to be replaced. */
  @Test
  void command_lostBeforeItsEndWasTold_isKnownWhereItFillsAnEmptyTargetOnly() throws IOException {
    Restores.lost(request("", Overwrite.NEVER));
    assertThat(Restores.restore(request("", Overwrite.NEVER)).resumed()).isTrue();
    Restores.lost(request("", Overwrite.REPLACE));
    Files.writeString(target.resolve("f1"), "changed since");
    assertThat(Restores.restore(request("", Overwrite.REPLACE)).resumed()).isFalse();
    assertThat(target.resolve("f1")).hasContent("new 1");
    assertThat(staged()).isEmpty();
  }

  /** As {@code rm -r target/*} does, which passes over what is hidden. */
  @ParameterizedTest
  @ValueSource(strings = {"", "uid-1"})
  void restore_lostBeforeItsEndWasTold_isDoneAnewWhereTheTargetWasEmptied(String owner)
      throws IOException {
    List<String> expected = expected(Overwrite.NEVER);
    Restores.lost(request(owner, Overwrite.NEVER));
    for (Path path : list(target)) {
      if (!Staging.isStaging(path)) {
        Trees.delete(path);
      }
    }
    assertThat(Restores.restore(request(owner, Overwrite.NEVER)).resumed()).isFalse();
    assertThat(Tree.describe(target, spool)).isEqualTo(expected);
    assertThat(staged()).isEmpty();
  }

  /** What a second restore has made there meanwhile is none of the first one's. */
  @Test
  void settle_onAnothersStaging_leavesItAlone() throws IOException {
    RestoreRun first = Restores.unsettled(request("uid-1", Overwrite.NEVER));
    for (Path path : list(target)) {
      Trees.delete(path);
    }
    Staging.create(target, TestBackups.RUN).close();
    first.settle();
    assertThat(staged()).hasSize(1);
  }

  private RestoreRequest request(String owner, Overwrite overwrite) {
    return Restores.request(owner, backup, target, overwrite);
  }

  private List<Path> staged() throws IOException {
    return list(target).stream().filter(Staging::isStaging).toList();
  }

  @Test
  void restore_killedWhileFetching_startsAnewAndLeavesNothing() throws IOException {
    Staging staging = Staging.create(target, TestBackups.RUN);
    Files.writeString(staging.tree().resolve("half"), "half");
    staging.close();
    RestoreOutcome outcome = Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(outcome.resumed()).isFalse();
    assertThat(list(target)).hasSize(NAMES + 1);
  }

  @Test
  void restore_anotherRunWasSwapping_isFinishedFirst() throws IOException {
    makeOldTarget();
    prepared(Overwrite.REPLACE);
    RestoreOutcome outcome = Restores.restore(later(), target, Overwrite.MERGE);
    assertThat(outcome.resumed()).isFalse();
    assertThat(target.resolve("only")).hasContent("this");
    assertThat(target.resolve("f7")).hasContent("new 7");
    assertThat(target.resolve("other")).doesNotExist();
  }

  /** Another run. */
  private TestBackup later() throws IOException {
    TestBackup other = TestBackups.standard().dir("").file("only", "this").build();
    BackupView v = other.view();
    BackupView renamed =
        new BackupView(
            v.root(),
            "20261122T020000Z-aaaaaa",
            v.format(),
            v.segments(),
            v.objects(),
            v.rawBytes(),
            v.entries());
    return new TestBackup(
        other.store(), renamed, other.ciphers(), other.segments(), other.objects(), null);
  }
}
