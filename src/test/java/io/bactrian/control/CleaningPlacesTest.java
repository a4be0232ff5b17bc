package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a deleted Backup is cleaned, with whose credentials, and what goes with its place. */
class CleaningPlacesTest extends CleaningFixture {
  /** The Secret at cleaning time; whether a copy was kept; what comes. */
  @ParameterizedTest
  @CsvSource({
    "USABLE,         true,  store",
    "MISSING,        true,  copy",
    "MEMBER_MISSING, true,  copy",
    "MISSING,        false, failed",
    "NOT_ALLOWED,    true,  failed",
  })
  void credentials(SecretFact fact, boolean copied, String expected) {
    backup.getSpec().storage.secretRef = BackupCase.secret("store", null);
    world.secrets.put("shop/store", SecretFact.USABLE);
    begin();
    String copy = JobNames.clean("bactrian-system", "shop", "redis").name();
    assertThat(world.secrets).containsKey("bactrian-system/" + copy);
    if (!copied) {
      world.secrets.remove("bactrian-system/" + copy);
    }
    world.secrets.put("shop/store", fact);
    delete();
    if (expected.equals("failed")) {
      assertThat(world.status().phase).isEqualTo("CleanFailed");
      assertThat(world.status().failure.message).contains("shop/store");
      assertThat(world.cleanJob()).isNull();
      assertThat(world.pass().until()).contains(Instant.parse(world.status().cleanRetryAt));
      world.secrets.put("shop/store", SecretFact.USABLE);
      world.after(Duration.ofSeconds(10));
      world.pass();
      assertThat(world.cleanJob().attempt).isEqualTo(2);
    } else {
      SecretUse use = world.cleanJob().order.storageSecret().orElseThrow();
      assertThat(use.name()).isEqualTo(expected.equals("copy") ? copy : "store");
    }
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.secrets).doesNotContainKey("bactrian-system/" + copy);
  }

  @Test
  void secretThatGoesBeforeTheJobHasItsCopy_isReplacedByTheKeptOneAtOnce() {
    backup.getSpec().storage.secretRef = BackupCase.secret("store", null);
    world.secrets.put("shop/store", SecretFact.USABLE);
    begin();
    delete();
    assertThat(world.cleanJob().order.storageSecret().orElseThrow().name()).isEqualTo("store");
    world.cleanJob().containerReason = "SecretMissing: shop/store";
    world.pass();
    assertThat(world.cleanJob().state).as("the Secret is there").isEqualTo(JobFact.State.PENDING);
    world.secrets.put("shop/store", SecretFact.MISSING);
    world.pass();
    assertThat(world.cleanJob().state).isEqualTo(JobFact.State.TERMINATING);
    world.terminated();
    world.pass();
    assertThat(world.cleanJob().order.storageSecret().orElseThrow().name())
        .isEqualTo(JobNames.clean("bactrian-system", "shop", "redis").name());
    assertThat(world.cleanJob().attempt).isEqualTo(1);
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namespaceThatEnds_isLeftAfterTenMinutes_andThePathKept(boolean ends) {
    begin();
    delete();
    world.namespaceEnds = ends;
    cleanFails();
    Instant first = world.now;
    for (int i = 0; i < 40 && !world.gone; i++) {
      world.now = world.pass().until().orElseThrow();
      world.pass();
      world.terminated();
      world.pass();
      if (!world.gone && world.cleanJob() != null && !world.cleanJob().fact().ended()) {
        cleanFails();
      }
    }
    assertThat(world.gone).isEqualTo(ends);
    assertThat(world.orphans.isEmpty()).isEqualTo(!ends);
    if (ends) {
      assertThat(Duration.between(first, world.now)).isEqualTo(Duration.ofMinutes(10));
      assertThat(world.orphans).containsExactly("shop/redis/" + world.stored.iterator().next());
      assertThat(world.notices.get(world.notices.size() - 1).reason()).isEqualTo("Orphaned");
      assertThat(world.notices.get(world.notices.size() - 1).warning()).isTrue();
      assertThat(world.stepsOf(Step.KeepOrphan.class).get(0).why())
          .contains("s3", "bucket=backups", Backups.UID);
    }
  }

  @Test
  void repositoryOnAClaim_isCleanedWhereTheClaimIs() {
    onClaim();
    begin();
    delete();
    JobOrder order = world.cleanJob().order;
    assertThat(order.job().namespace()).isEqualTo("shop");
    assertThat(order.repositoryClaim()).contains("repo");
    world.cleanJob().podAlive = true;
    world.cleanJob().state = JobFact.State.RUNNING;
    world.pass();
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim", "namespace"})
  void repositoryOnAClaimThatGoes_goesWithIt(String what) {
    onClaim();
    begin();
    if (what.equals("claim")) {
      world.claims.remove("repo");
    } else {
      world.namespaceEnds = true;
    }
    delete();
    assertThat(world.cleanJob()).isNull();
    assertThat(world.gone).isTrue();
  }

  private void onClaim() {
    backup.getSpec().storage.provider = "file";
    backup.getSpec().storage.bucket = null;
    backup.getSpec().storage.persistentVolumeClaim = Backups.claim("repo");
    world.claims.put("repo", new ClaimFact(true, List.of("ReadWriteMany"), List.of()));
  }
}
