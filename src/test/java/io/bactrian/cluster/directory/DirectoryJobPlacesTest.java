package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.control.JobFact.State;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a Job in a directory is given: secrets, places of this machine, claims. */
class DirectoryJobPlacesTest extends DirectoryWorkersFixture {
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
}
