package io.bactrian.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.cluster.ResourceKey;
import org.junit.jupiter.api.Test;

class ScheduleOfTest {
  @Test
  void aBackupOfASlot_isOfItsSchedule_andNoOther() {
    assertThat(of("nightly-2026-11-21t02-00-00"))
        .contains(new ResourceKey("BackupSchedule", "shop", "nightly"));
    assertThat(of("a-2026-11-21t02-00-00-2026-11-22t02-00-00"))
        .contains(new ResourceKey("BackupSchedule", "shop", "a-2026-11-21t02-00-00"));
    assertThat(of("by-hand")).isEmpty();
    assertThat(of("-2026-11-21t02-00-00")).isEmpty();
  }

  private static java.util.Optional<ResourceKey> of(String name) {
    return ScheduleOf.backup(new ResourceKey("Backup", "shop", name), "BackupSchedule");
  }
}
