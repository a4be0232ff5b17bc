package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import io.bactrian.cluster.Workers;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobFact.State;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWorkersTest {
  @TempDir Path directory;
  private DirectoryRig rig;
  private String uid;

  @BeforeEach
  void start() throws IOException {
    rig = new DirectoryRig(directory);
    rig.write("b.yaml", DirectoryRig.backup("one"));
    rig.write(
        "support.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData: {accessKey: hidden, secretKey: hidden}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: c, annotations: {bactrian.io/directory: volume}}
        """);
    rig.start();
    eventually().until(() -> rig.backupNamed("one").isPresent());
    rig.settle();
    uid = rig.backupNamed("one").orElseThrow().getMetadata().getUid();
  }

  @AfterEach
  void close() {
    rig.mayEnd = new CountDownLatch(0);
    rig.close();
  }

  private Workers workers() {
    return rig.cluster.workers();
  }

  private static JobKey job(String name) {
    return new JobKey("default", name);
  }

  private JobOrder order(String name, Optional<String> claim, Optional<SecretUse> secret) {
    WorkerOrder order = new WorkerOrder();
    order.task = "backup";
    order.kind = "Backup";
    order.namespace = "default";
    order.name = "one";
    order.uid = uid;
    order.attempt = 3;
    order.dataDirectory = "sub/dir";
    order.storage = new Storage();
    order.storage.provider = "file";
    order.storage.path = "repository";
    return new JobOrder(
        job(name), order, "default", true, claim, Optional.empty(), secret, Optional.empty(), null);
  }

  private JobOrder plain(String name) {
    return order(name, Optional.empty(), Optional.empty());
  }

  private State state(String name) {
    return workers().look(job(name)).state();
  }

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

  @Test
  void secrets_areFilesOfTheOwnerAlone_andGoWithTheWorker() throws IOException {
    List<String> modes = new ArrayList<>();
    rig.whileRunning =
        order -> {
          Path secrets = Path.of(order.storageSecretDirectory);
          try {
            modes.add(mode(secrets) + mode(secrets.resolve("accessKey")));
            modes.add(String.valueOf(Files.exists(secrets.resolve("secretKey"))));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    SecretUse use = new SecretUse("default", "s", List.of("accessKey"));
    workers().start(order("j", Optional.empty(), Optional.of(use)));
    eventually().until(() -> state("j") == State.SUCCEEDED);
    assertThat(modes).containsExactly("rwx------rw-------", "false");
    assertThat(directory.resolve(".bactrian/secrets")).isEmptyDirectory();
    try (var files = Files.walk(directory.resolve(".bactrian"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as("%s", file).doesNotContain("hidden");
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSecretThatIsGone_isAFailureThatMayPass() {
    SecretUse use = new SecretUse("default", "none", List.of());
    workers().start(order("j", Optional.empty(), Optional.of(use)));
    eventually().until(() -> state("j") == State.FAILED);
    assertThat(workers().look(job("j")).end().orElseThrow().retryable).isTrue();
    assertThat(rig.orders).isEmpty();
  }

  @Test
  void places_areOfThisMachine_andClaimsCannotBeLeft() {
    workers().start(plain("plain"));
    workers().start(order("claim", Optional.of("c"), Optional.empty()));
    eventually().until(() -> rig.orders.size() == 2);
    assertThat(rig.orders)
        .extracting(order -> order.dataDirectory)
        .containsExactlyInAnyOrder(
            directory.resolve("sub/dir").toString(),
            directory.resolve("volume/sub/dir").toString());
    assertThat(rig.orders.get(0).repositoryDirectory)
        .isEqualTo(directory.resolve("repository").toString());
    JobOrder outside = order("outside", Optional.of("c"), Optional.empty());
    outside.order().dataDirectory = "/../../etc";
    workers().start(outside);
    eventually().until(() -> state("outside") == State.FAILED);
    assertThat(workers().look(job("outside")).end().orElseThrow().message).contains("leads out");
    assertThat(rig.orders).hasSize(2);
  }

  /** As a disk that is not mounted looks like: a lie would leave its data there for ever. */
  @Test
  void cleaning_makesNoDirectory_andTakesAMissingOneForNoEmptyRepository() {
    JobOrder stored = cleaning("stored");
    stored.order().stored = true;
    workers().start(stored);
    eventually().until(() -> state("stored") == State.FAILED);
    assertThat(workers().look(job("stored")).end().orElseThrow().message)
        .contains(directory.resolve("volume").toString())
        .contains("is not there");
    assertThat(rig.orders).isEmpty();
    workers().start(cleaning("never-made"));
    eventually().until(() -> state("never-made") == State.SUCCEEDED);
    assertThat(directory.resolve("volume")).doesNotExist();
  }

  private JobOrder cleaning(String name) {
    JobOrder plain = plain(name);
    plain.order().task = "clean";
    return new JobOrder(
        plain.job(),
        plain.order(),
        "default",
        false,
        Optional.empty(),
        Optional.of("c"),
        Optional.empty(),
        Optional.empty(),
        null);
  }

  @Test
  void usersOfAClaim_areOtherWorkersOnIt() {
    rig.mayEnd = new CountDownLatch(1);
    workers().start(order("j", Optional.of("c"), Optional.empty()));
    assertThat(rig.cluster.claim("default", "c", "another").users()).containsExactly("j");
    assertThat(rig.cluster.claim("default", "c", uid).users()).isEmpty();
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
