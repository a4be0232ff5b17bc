package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.ClaimReference;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deleted Backup left goes, whatever state it is in; what is another's stays. */
class CleanTaskTest extends WorkerFixture {
  private static final String THIRD = "20261121T021000Z-cccccc";

  private void requireNothingLeft() throws IOException {
    assertThat(rig.stored()).filteredOn(file -> !file.endsWith("put.lock")).isEmpty();
  }

  @Test
  void neverMade_andMadeButEmpty_areClean() throws IOException {
    assertThat(rig.complete(rig.clean("uid-1", FIRST)).result).isEqualTo("complete");
    assertThat(rig.repo).doesNotExist();
    Files.createDirectories(rig.repo);
    rig.complete(rig.clean("uid-1"));
    requireNothingLeft();
  }

  @Test
  void aDirectoryThatWentWithWhatWasStored_isNoEmptyRepository() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Path away = Files.move(rig.repo, place.resolve("unmounted"));
    WorkerOrder clean = rig.clean("uid-1", FIRST);
    clean.stored = true;
    assertThat(rig.run(clean).reason).isEqualTo("NoSuchBucket");
    Files.move(away, rig.repo);
    rig.complete(clean);
    requireNothingLeft();
  }

  @Test
  void deepInAClaim_aRepositoryIsMade_andOneThatNeverWasIsClean() throws IOException {
    rig.storage.persistentVolumeClaim = new ClaimReference();
    WorkerOrder backup = rig.backup("uid-1", 1, FIRST);
    backup.repositoryDirectory = rig.repo.resolve("deep/down").toString();
    WorkerOrder clean = rig.clean("uid-1", FIRST);
    clean.repositoryDirectory = backup.repositoryDirectory;
    rig.complete(clean);
    rig.complete(backup);
    rig.complete(clean);
    requireNothingLeft();
    rig.storage.persistentVolumeClaim = null;
    clean.repositoryDirectory = place.resolve("no/disk").toString();
    assertThat(rig.run(clean).reason).isEqualTo("NoSuchBucket");
  }

  @Test
  void withTheLastRun_keysAndLockGo_withoutTheKey_andAgain() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    assertThat(rig.stored()).anyMatch(file -> file.contains("/keys/"));
    assertThat(rig.complete(rig.clean("uid-1")).debtBytes).isZero();
    requireNothingLeft();
    rig.complete(rig.clean("uid-1", FIRST));
  }

  @Test
  void runsOfOthersUnderTheSameName_stay_andRestore() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Files.writeString(rig.source.resolve("new"), "second");
    rig.complete(rig.backup("uid-2", 1, SECOND));
    Map<String, String> tree = Trees.describe(rig.source);
    rig.complete(rig.clean("uid-1", FIRST));
    assertThat(rig.committed(FIRST)).isFalse();
    Path target = place.resolve("target");
    rig.complete(rig.restore(target, SECOND));
    assertThat(Trees.describe(target)).isEqualTo(tree);
    rig.complete(rig.clean("uid-2"));
    requireNothingLeft();
  }

  @Test
  void aListedRunOfAnother_isNotTouched() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    rig.complete(rig.clean("uid-9", FIRST));
    assertThat(rig.committed(FIRST)).isTrue();
  }

  @Test
  void aRunWithoutManifest_goes_withItsKeys() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Files.delete(rig.nameDir().resolve(FIRST).resolve("manifest.json"));
    rig.complete(rig.clean("uid-1", FIRST));
    requireNothingLeft();
  }

  @Test
  void aRunWhoseOwnManifestIsBroken_goes() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Files.writeString(rig.nameDir().resolve(FIRST).resolve("manifest.json"), "{\"format");
    rig.complete(rig.clean("uid-1", FIRST));
    requireNothingLeft();
  }

  @Test
  void anotherManifestThatCannotBeRead_stopsEverything_forGood() throws IOException {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    rig.complete(rig.backup("uid-2", 1, SECOND));
    Files.writeString(rig.nameDir().resolve(SECOND).resolve("manifest.json"), "{\"format");
    List<String> before = rig.stored();
    WorkerEnd end = rig.run(rig.clean("uid-1", FIRST));
    assertThat(end.exitCode).isEqualTo(4);
    assertThat(end.retryable).isFalse();
    assertThat(end.message).contains("nothing is deleted").contains(SECOND);
    assertThat(rig.stored()).filteredOn(file -> !file.contains("/lock/")).containsAll(data(before));
  }

  private static List<String> data(List<String> files) {
    return files.stream().filter(file -> !file.contains("/lock/")).toList();
  }

  /** Dies at the n-th delete; whoever comes next ends it. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "4", "6", "8"})
  void aCleaningThatFailsHalfWay_isEndedByTheNext(String at) throws IOException {
    rig.faulty().set("bactrian.retry.store.max-redeliveries=0");
    rig.complete(rig.backup("uid-1", 1, FIRST));
    rig.complete(rig.backup("uid-2", 1, SECOND));
    Map<String, String> tree = Trees.describe(rig.source);
    FaultPlan.install(Map.of("1.op", "delete", "1.at", at + "-999", "1.fault", "reset"));
    WorkerEnd end = rig.run(rig.clean("uid-1", FIRST));
    assertThat(end.result.equals("complete") || end.retryable).as(OrderRig.text(end)).isTrue();
    FaultPlan.uninstall();
    assertThat(rig.complete(rig.clean("uid-1", FIRST)).debtBytes).isZero();
    rig.complete(rig.restore(place.resolve("target"), "latest"));
    assertThat(Trees.describe(place.resolve("target"))).isEqualTo(tree);
    rig.complete(rig.clean("uid-2", THIRD));
    requireNothingLeft();
  }

  @Test
  void stopped_itSaysSo_andTheNextEndsIt() throws IOException {
    rig.faulty();
    rig.complete(rig.backup("uid-1", 1, FIRST));
    WorkerOrder order = rig.clean("uid-1", FIRST);
    try (WorkerRun run = new WorkerRun(order, rig.resolved())) {
      run.cancel(143);
      WorkerEnd end = run.run();
      assertThat(end.result).isEqualTo("interrupted");
      assertThat(end.retryable).isTrue();
    }
    rig.complete(order);
    requireNothingLeft();
  }
}
