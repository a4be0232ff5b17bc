package io.bactrian.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restore brings back. */
class RestoreRunTest extends RestoreFixture {
  @ParameterizedTest
  @EnumSource(ArchiveFormat.class)
  void restore_ofEveryFormat_isTheSource(ArchiveFormat format) throws IOException {
    makeSource();
    TestBackup backup = TestBackups.of(format, Algorithm.AES256_GCM).tree(source, spool).build();
    RestoreOutcome outcome = Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
    assertThat(outcome.objects()).isEqualTo(backup.objects().size());
    assertThat(outcome.attempts()).isEqualTo(backup.objects().size() + backup.segments().size());
    assertThat(outcome.links()).isEqualTo(4);
    assertThat(outcome.files()).isEqualTo(65);
    assertThat(Files.exists(target.resolve("pipe"))).isTrue();
    assertThat(outcome.notApplied().first())
        .allMatch(line -> line.contains("link") || line.contains("absolute"));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void restore_ofEveryAlgorithm_isTheSource(Algorithm algorithm) throws IOException {
    makeSource();
    TestBackup backup =
        TestBackups.of(ArchiveFormat.TAR_ZST, algorithm).tree(source, spool).build();
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_zeros_leavesHoles() throws Exception {
    Restores.restore(backup(), target, Overwrite.NEVER);
    Process du = new ProcessBuilder("du", "-k", target.resolve("zeros").toString()).start();
    String said = new String(du.getInputStream().readAllBytes(), UTF_8);
    assertThat(Integer.parseInt(said.split("\\s")[0])).isLessThan(100);
  }

  @Test
  void restore_paths_fetchesOnlyTheirObjects() throws IOException {
    TestBackup backup = backup();
    RestoreOutcome outcome =
        Restores.restore(backup, target, Overwrite.NEVER, "a/b/file7", "hard2");
    assertThat(target.resolve("a/b/file7"))
        .hasBinaryContent(Files.readAllBytes(source.resolve("a/b/file7")));
    assertThat(target.resolve("hard2"))
        .hasBinaryContent(Files.readAllBytes(source.resolve("hard2")));
    assertThat(Files.getLastModifiedTime(target.resolve("a/b")).toMillis())
        .isEqualTo(1_500_000_000_123L);
    assertThat(target.resolve("a").toFile().list()).containsExactly("b");
    assertThat(outcome.objects()).isLessThanOrEqualTo(2);
  }

  @Test
  void restore_pathThatMatchesNothing_isRefused() throws IOException {
    TestBackup backup = backup();
    assertUsage(backup, Overwrite.NEVER, "'a/nothere' is not in this backup", "a/nothere");
    assertUsage(backup, Overwrite.NEVER, "'../x'", "../x");
    assertThat(target).doesNotExist();
  }

  @Test
  void restore_whileAnotherRestores_isRefused() throws IOException {
    TestBackup backup = backup();
    try (RestoreRun first = new RestoreRun(Restores.request(backup, target, Overwrite.NEVER))) {
      first.begin();
      assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.LOCKED));
    }
  }
}
