package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Names;
import io.bactrian.control.RestoreWorld.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Restore restores from: there, not yet, or not at all; and what its worker is told. */
class RestoreOriginTest extends RestoreFlowFixture {
  @Test
  void next_backupRef_orderNamesRunClaimSecretsAndKey() {
    RestoreWorld world =
        idle(plain().with("/spec/overwrite", "Merge").with("/spec/paths", "[a/b]"));
    world.runFor(HOUR);
    JobOrder order = world.started.get(0);
    assertThat(order.job()).isEqualTo(new JobKey("shop", "restore-again"));
    assertThat(order.dataClaim()).contains("data");
    assertThat(order.storageSecret().orElseThrow().name()).isEqualTo("s3");
    assertThat(order.key().orElseThrow().members()).containsExactly("key");
    assertThat(order.order().task).isEqualTo("restore");
    assertThat(order.order().backupNamespace).isEqualTo("shop");
    assertThat(order.order().backupName).isEqualTo("orders");
    assertThat(order.order().runIds).containsExactly("20261121T020000Z-7f3a9c");
    assertThat(order.order().overwrite).isEqualTo("Merge");
    assertThat(order.order().paths).containsExactly("a/b");
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.status().files).isEqualTo(7);
    assertThat(world.status().backupPath).isEqualTo("shop/orders/20261121T020000Z-7f3a9c");
    assertThat(Conditions.find(world.status().conditions, "Complete").orElseThrow().status)
        .isEqualTo("True");
    assertThat(world.restore.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void next_pathWithoutRun_latestIsOrdered_andSaidWhichItWas() {
    RestoreWorld world =
        idle(
            plain()
                .with("/spec/backupRef", "~")
                .with("/spec/storage", "{provider: s3, bucket: b}")
                .with("/spec/backupPath", "shop/orders")
                .with("/spec/settings", "{encryption: {enabled: false}}"));
    world.runFor(HOUR);
    assertThat(world.started.get(0).order().runIds).containsExactly("latest");
    assertThat(world.started.get(0).key()).isEmpty();
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.status().backupPath).isEqualTo("shop/orders/20261121T020000Z-7f3a9c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Scheduled", "Running", "RetryFailed", "Restart"})
  void next_backupNotCompleteYet_waitedForWithTheWorkloadUp(String phase) {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.backup.orElseThrow().getStatus().phase = phase;
    world.runFor(HOUR);
    assertThat(reason(world)).isEqualTo("BackupNotComplete");
    assertThat(world.replicas).isEqualTo(3);
    world.backup.orElseThrow().getStatus().phase = "Complete";
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "Invalid"})
  void next_backupWithoutData_invalid(String phase) {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.backup.orElseThrow().getStatus().phase = phase;
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message)
        .contains("spec.backupRef.name", "shop/orders", phase);
    assertThat(world.writes).isEqualTo(1);
  }

  @Test
  void next_backupOfAnotherNamespace_onlyByItsSecrets() {
    Documents foreign = plain().with("/spec/backupRef/namespace", "bank");
    RestoreWorld world = idle(foreign);
    world.backup.orElseThrow().getMetadata().setNamespace("bank");
    world.secret = SecretFact.NOT_ALLOWED;
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message)
        .contains("'bank/s3'", "does not allow namespace 'shop'");
    assertThat(world.status().failure.hint).contains(Names.ALLOW_NAMESPACES + ": shop");
    RestoreWorld open = idle(foreign);
    open.backup.orElseThrow().getMetadata().setNamespace("bank");
    open.backup.orElseThrow().getSpec().storage.secretRef = null;
    open.backup.orElseThrow().getSpec().settings.encryption.enabled = false;
    open.runFor(HOUR);
    assertThat(open.status().phase).as("nothing there could allow it").isEqualTo("Invalid");
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "MEMBER_MISSING"})
  void next_secretMissing_waitsOrIsInvalid(SecretFact fact) {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.secret = fact;
    world.runFor(HOUR);
    boolean missing = fact == SecretFact.MISSING;
    assertThat(world.status().phase).isEqualTo(missing ? "Scheduled" : "Invalid");
    assertThat(world.replicas).isEqualTo(3);
  }

  @Test
  void next_badSpec_invalidAndNothingAsked() {
    RestoreWorld world = new RestoreWorld(ofWorkload().with("/spec/overwrite", "Always").restore());
    assertThat(world.pass(5)).isEmpty();
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message).contains("spec.overwrite", "'Always'");
  }

  @Test
  void next_backupGoneBetweenAttempts_failsAndPutsTheWorkloadBack() {
    RestoreWorld world =
        new RestoreWorld(
            ofWorkload().with("/spec/backoffRetryPolicy", "{minRetryDuration: 5m}").restore());
    world.worker = Worker.FAILS;
    while (world.status().backoffRetryStatus == null) {
      world.runFor(Duration.ofSeconds(1));
    }
    assertThat(world.replicas).as("stands still while a retry is waited for").isZero();
    world.backup = java.util.Optional.empty();
    world.runFor(HOUR);
    assertThat(world.status().failure.reason).isEqualTo("BackupNotFound");
    assertThat(world.replicas).isEqualTo(3);
  }
}
