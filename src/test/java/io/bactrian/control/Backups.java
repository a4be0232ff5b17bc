package io.bactrian.control;

import io.bactrian.api.BackoffRetryPolicy;
import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.ClaimReference;
import io.bactrian.api.Settings;
import io.bactrian.api.Source;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerEnd;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;

/** Backups and worker's ends for tests. */
final class Backups {
  static final String UID = "0a1b2c3d-0000-4000-8000-00000000cafe";

  private Backups() {}

  /** {@code shop/redis}: a claim {@code data} into a bucket, without encryption. */
  static Backup redis() {
    Backup backup = new Backup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("redis")
            .withUid(UID)
            .withGeneration(1L)
            .withFinalizers(new ArrayList<>())
            .build());
    BackupSpec spec = new BackupSpec();
    spec.source = new Source();
    spec.source.persistentVolumeClaim = claim("data");
    spec.storage = new Storage();
    spec.storage.provider = "s3";
    spec.storage.bucket = "backups";
    spec.settings = new Settings();
    spec.settings.encryption = new Settings.Encryption();
    spec.settings.encryption.enabled = false;
    backup.setSpec(spec);
    return backup;
  }

  static ClaimReference claim(String name) {
    ClaimReference claim = new ClaimReference();
    claim.claimName = name;
    return claim;
  }

  static BackoffRetryPolicy policy(String min, Integer times, String timeout) {
    BackoffRetryPolicy policy = new BackoffRetryPolicy();
    policy.minRetryDuration = min;
    policy.maxRetryTimes = times;
    policy.retryTimeout = timeout;
    return policy;
  }

  static WorkerEnd end(String result, int exitCode, String runId) {
    WorkerEnd end = new WorkerEnd();
    end.result = result;
    end.exitCode = exitCode;
    end.runId = runId;
    end.bytes = 3L << 30;
    end.bytesNew = 5L;
    end.bytesReused = 6L;
    end.files = 7L;
    end.changedFiles = 0L;
    end.finishedAt = "2026-11-21T02:00:30Z";
    return end;
  }

  static WorkerEnd failure(String failureClass, String reason, boolean retryable) {
    WorkerEnd end = new WorkerEnd();
    end.result = "failed";
    end.exitCode = retryable ? 1 : 4;
    end.failureClass = failureClass;
    end.reason = reason;
    end.message = "store-9000: connection reset";
    end.hint = "see whether the store is up";
    end.retryable = retryable;
    return end;
  }
}
