package io.bactrian.control;

/** Words that Events, log lines, reasons and metrics use. Scripts search for them. */
public final class Keywords {
  public static final String RETRY_SCHEDULED = "RetryScheduled";
  public static final String RETRY_STARTED = "RetryStarted";
  public static final String RETRY_SUCCEEDED = "RetrySucceeded";
  public static final String RETRY_EXHAUSTED = "RetryExhausted";
  public static final String RECOVERED_VIA_STATE_SYNC = "RecoveredViaStateSync";
  public static final String RECOVERED_VIA_KERNEL_SYNC = "RecoveredViaKernelSync";
  public static final String RETRYING_LOG_BACKUP = "RetryingLogBackup";
  public static final String LOG_BACKUP_JOB_FAILED = "LogBackupJobFailed";
  public static final String EXCEEDED_MAX_RETRIES = "ExceededMaxRetries";
  public static final String RETRY_TIMEOUT = "RetryTimeout";
  public static final String SCHEDULED = "Scheduled";
  public static final String BACKUP_COMPLETE = "BackupComplete";
  public static final String BACKUP_FAILED = "BackupFailed";
  public static final String FILES_CHANGED = "FilesChanged";
  public static final String INVALID_SPEC = "InvalidSpec";
  public static final String CLAIM_NOT_FOUND = "ClaimNotFound";
  public static final String CLAIM_IN_USE = "ClaimInUse";
  public static final String SECRET_NOT_FOUND = "SecretNotFound";

  /** Why a Job is not let run: the Secret that it was to have a copy of has gone. */
  public static final String SECRET_MISSING = "SecretMissing";

  /** The API server does not take the worker's Job. */
  public static final String JOB_REFUSED = "JobRefused";

  public static final String STORE_NOT_ASKED = "StoreNotAsked";
  public static final String JOB_NAME_TAKEN = "JobNameTaken";
  public static final String WORKER_ALIVE = "WorkerAlive";
  public static final String CLEAN_FAILED = "CleanFailed";
  public static final String CLEANED = "Cleaned";
  public static final String ORPHANED = "Orphaned";

  public static final String BACKUP_CREATED = "BackupCreated";
  public static final String BACKUP_NAME_TAKEN = "BackupNameTaken";
  public static final String PREVIOUS_UNFINISHED = "PreviousUnfinished";
  public static final String PAUSED = "Paused";
  public static final String CLOCK_WENT_BACK = "ClockWentBack";

  public static final String RESTORE_COMPLETE = "RestoreComplete";
  public static final String RESTORE_FAILED = "RestoreFailed";
  public static final String BACKUP_NOT_FOUND = "BackupNotFound";
  public static final String BACKUP_NOT_COMPLETE = "BackupNotComplete";
  public static final String WORKLOAD_NOT_FOUND = "WorkloadNotFound";
  public static final String STOPPING_WORKLOAD = "StoppingWorkload";
  public static final String STARTING_WORKLOAD = "StartingWorkload";
  public static final String WORKLOAD_NOT_READY = "WorkloadNotReady";
  public static final String WORKLOAD_PUT_BACK = "WorkloadPutBack";

  private Keywords() {}
}
