package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.control.JobFact;
import io.bactrian.control.JobFact.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The life of a Job in a directory: begun once, ended on disk, removed, lost. */
class DirectoryWorkersTest extends DirectoryWorkersFixture {
  @Test
  void aJob_runsOnce_endsOnDisk_andIsThereAfterARestart() throws IOException {
    rig.mayEnd = new CountDownLatch(1);
    assertThat(workers().start(plain("j"))).isTrue();
    assertThat(workers().start(plain("j"))).isFalse();
    eventually().until(() -> workers().progress(job("j")).isPresent());
    assertThat(state("j")).isEqualTo(State.RUNNING);
    assertThat(workers().livePods("default", uid)).containsExactly("j");
    rig.mayEnd.countDown();
    eventually().until(() -> state("j") == State.SUCCEEDED);
    eventually().until(() -> workers().livePods("default", uid).isEmpty());
    rig.restart();
    JobFact ended = workers().look(job("j"));
    assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(3);
    assertThat(ended.uid()).isEqualTo(uid);
    assertThat(ended.end().orElseThrow().result).isEqualTo("complete");
    assertThat(ended.endedAt()).isPresent();
    assertThat(rig.orders).hasSize(1);
    workers().remove(job("j"));
    assertThat(workers().look(job("j"))).isEqualTo(JobFact.absent());
    assertThat(directory.resolve(".bactrian/jobs")).isEmptyDirectory();
  }

  /** Whoever asks for live workers does not come upon one that still clears up. */
  @Test
  void theEnd_isOnTheDiskBeforeItsTaskIsTold_andTheWorkerLivesUntilThatReturned() throws Exception {
    CountDownLatch may = new CountDownLatch(1);
    List<String> onDisk = new ArrayList<>();
    rig.whenTold =
        order -> {
          onDisk.add(read(directory.resolve(".bactrian/jobs/default.j.json")));
          Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> may.getCount() == 0);
        };
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.SUCCEEDED && !onDisk.isEmpty());
    assertThat(onDisk.get(0)).contains("SUCCEEDED").contains("complete");
    assertThat(workers().livePods("default", uid)).containsExactly("j");
    may.countDown();
    eventually().until(() -> workers().livePods("default", uid).isEmpty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailure_isTold() {
    rig.exitCode = 1;
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.FAILED);
    assertThat(workers().look(job("j")).exitCode()).contains(1);
  }

  @Test
  void aWorkerThatDies_hasNoWords() {
    rig.whileRunning =
        order -> {
          throw new IllegalStateException("bang");
        };
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.FAILED);
    assertThat(workers().look(job("j")).end()).isEmpty();
    assertThat(workers().look(job("j")).containerReason()).isEqualTo("Error");
  }

  @Test
  void removal_stopsIt_andItIsGoneOnlyWhenItEnded() {
    rig.mayEnd = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    rig.whileRunning = order -> await(held);
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.RUNNING);
    workers().remove(job("j"));
    assertThat(state("j")).isEqualTo(State.TERMINATING);
    assertThat(workers().livePods("default", uid)).containsExactly("j");
    held.countDown();
    eventually().until(() -> state("j") == State.ABSENT);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void ourOwnEnd_losesWhatRan_andKeepsWhatWaited() {
    rig.mayEnd = new CountDownLatch(1);
    List<String> names = List.of("j1", "j2", "j3");
    names.forEach(name -> workers().start(plain(name)));
    eventually().until(() -> rig.orders.size() == 2);
    rig.restart();
    List<String> lost = new ArrayList<>(names);
    lost.removeIf(name -> state(name) != State.ABSENT);
    assertThat(lost).hasSize(2);
    rig.mayEnd.countDown();
    eventually().until(() -> names.stream().anyMatch(name -> state(name) == State.SUCCEEDED));
  }

  /** A Backup of a schedule, and its Job, may come while resources and Jobs are compared. */
  @Test
  void aJobThatCameWithItsResource_whileOrphansWereLookedFor_isNone() {
    rig.mayEnd = new CountDownLatch(1);
    workers().start(plain("old"));
    DirectoryWorkers all = (DirectoryWorkers) workers();
    all.removeOrphans(
        () -> {
          workers().start(plain("new"));
          return Set.of();
        });
    eventually().until(() -> state("old") == State.ABSENT);
    assertThat(state("new")).isIn(State.PENDING, State.RUNNING);
  }

  /** As after a stop that interrupted it. */
  @Test
  void theEnd_isOnTheDisk_howeverTheTaskLeavesItsThread() {
    rig.whenEnding = order -> Thread.currentThread().interrupt();
    workers().start(plain("j"));
    eventually().until(() -> workers().livePods("default", uid).isEmpty());
    assertThat(read(directory.resolve(".bactrian/jobs/default.j.json"))).contains("SUCCEEDED");
  }

  /** Another process may have the directory by then. */
  @Test
  void whatEndsAfterTheClose_writesNothing() {
    CountDownLatch held = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    CountDownLatch told = new CountDownLatch(1);
    rig.deaf = true;
    rig.whileRunning = order -> awaitWhateverHappens(held);
    rig.whenEnding = order -> threads.add(Thread.currentThread());
    rig.whenTold = order -> told.countDown();
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.RUNNING && !rig.orders.isEmpty());
    DirectoryWorkers all = (DirectoryWorkers) workers();
    all.close(Duration.ZERO);
    held.countDown();
    eventually().until(() -> !threads.isEmpty() && !threads.get(0).isAlive());
    assertThat(read(directory.resolve(".bactrian/jobs/default.j.json"))).contains("RUNNING");
    assertThat(told.getCount()).as("nobody was told").isEqualTo(1);
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      await(latch);
      Thread.interrupted();
    }
  }

  @Test
  void aJobOfADeletedResource_goesWithIt() throws IOException {
    rig.mayEnd = new CountDownLatch(1);
    workers().start(plain("j"));
    eventually().until(() -> state("j") == State.RUNNING);
    rig.remove("b.yaml");
    eventually().until(() -> state("j") == State.ABSENT);
  }
}
