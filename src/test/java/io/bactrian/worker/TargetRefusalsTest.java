package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.store.RepositorySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that replaced the directory of the repository ended well, and no backup was left. */
class TargetRefusalsTest {
  @TempDir Path place;
  private RepositorySettings repository;

  @BeforeEach
  void repository() throws Exception {
    Path directory = Files.createDirectories(place.resolve("home/backups"));
    Files.createSymbolicLink(place.resolve("link"), place.resolve("home"));
    repository = new RepositorySettings("given", "file", "", Map.of("path", directory.toString()));
  }

  @Test
  void theRepositoryItselfAndWhatIsInIt_areNoTarget() {
    for (Overwrite overwrite : Overwrite.values()) {
      refused("home/backups", overwrite);
      refused("home/backups/new/deep", overwrite);
      refused("link/backups/new", overwrite);
    }
  }

  @Test
  void whatHoldsTheRepository_isMergedButNotReplaced() {
    refused("home", Overwrite.REPLACE);
    refused("link", Overwrite.REPLACE);
    refused(".", Overwrite.REPLACE);
    allowed("home", Overwrite.MERGE);
  }

  @Test
  void whatHoldsTheKey_isMergedButNotReplaced() throws Exception {
    Path key = Files.writeString(place.resolve("home/key"), "k");
    assertThatThrownBy(
            () ->
                TargetRefusals.requireKeyKept(
                    place.resolve("link"), place.resolve("link/key"), Overwrite.REPLACE))
        .hasMessageContaining("key file");
    assertThatCode(
            () -> {
              TargetRefusals.requireKeyKept(place.resolve("home"), key, Overwrite.MERGE);
              TargetRefusals.requireKeyKept(place.resolve("home.new"), key, Overwrite.REPLACE);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aNeighbour_isATarget() {
    allowed("home/backups.new", Overwrite.REPLACE);
    allowed("elsewhere", Overwrite.REPLACE);
  }

  private void refused(String target, Overwrite overwrite) {
    assertThatThrownBy(
            () -> TargetRefusals.requireApart(place.resolve(target), repository, overwrite))
        .as(target)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE));
  }

  private void allowed(String target, Overwrite overwrite) {
    assertThatCode(() -> TargetRefusals.requireApart(place.resolve(target), repository, overwrite))
        .as(target)
        .doesNotThrowAnyException();
  }
}
