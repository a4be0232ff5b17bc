package io.bactrian.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Restore;
import io.bactrian.api.RestoreSpec;
import io.bactrian.api.RestoreStatus;
import io.bactrian.cluster.ResourceKey;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoresOfTest {
  @ParameterizedTest
  @CsvSource({
    // the Restore's namespace, its backupRef, its attempt; whether it looks again
    "shop, nightly,   ,      , true",
    "shop, nightly,   shop,  , true",
    "bank, nightly,   shop,  , true",
    "bank, nightly,   ,      , false",
    "shop, nightly,   bank,  , false",
    "shop, weekly,    ,      , false",
    "shop, nightly,   ,     1, false",
    "shop, ,          ,      , false",
  })
  void backup_wakesThoseThatWaitForIt(
      String namespace, String name, String home, Integer attempt, boolean woken) {
    Restore restore = new Restore();
    restore.getMetadata().setNamespace(namespace);
    restore.getMetadata().setName("r");
    restore.setSpec(new RestoreSpec());
    restore.setStatus(new RestoreStatus());
    restore.getStatus().attempt = attempt;
    if (name != null) {
      restore.getSpec().backupRef = new RestoreSpec.BackupReference();
      restore.getSpec().backupRef.name = name;
      restore.getSpec().backupRef.namespace = home;
    }
    ResourceKey backup = new ResourceKey("Backup", "shop", "nightly");
    List<ResourceKey> keys = RestoresOf.backup(backup, List.of(restore, new Restore()), "Restore");
    assertThat(keys)
        .isEqualTo(woken ? List.of(new ResourceKey("Restore", namespace, "r")) : List.of());
  }
}
