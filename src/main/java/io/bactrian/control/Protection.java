package io.bactrian.control;

import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The finalizer of a Backup whose data is to be cleaned, and the credentials for that: a copy of
 * the storage Secret in the operator's namespace, made when the finalizer is set, so that they
 * outlive the Backup's namespace.
 */
final class Protection {
  private Protection() {}

  /** Whether the Backup shall have our finalizer. */
  static boolean isWanted(BackupCase c) {
    return isCleanedByPolicy(c) || c.mode() == Mode.LOG;
  }

  private static boolean isCleanedByPolicy(BackupCase c) {
    String policy = c.spec() == null ? null : c.spec().cleanPolicy;
    return "Delete".equals(policy) || "OnFailure".equals(policy);
  }

  /** Whether what this Backup stored goes when it is deleted now. */
  static boolean isToBeCleaned(BackupCase c) {
    boolean good = c.status().commitTime != null;
    return isCleanedByPolicy(c) && !(good && "OnFailure".equals(c.spec().cleanPolicy));
  }

  /**
   * Sets the finalizer. A Backup that is under way has its credentials copied first; a new one once
   * it is known to be valid, see {@link #keepCredentials}.
   */
  static Step raise(BackupCase c) {
    Optional<Step> first = c.attempt() == 0 ? Optional.empty() : keepCredentials(c);
    List<String> finalizers = new ArrayList<>(present(c));
    finalizers.add(Names.PROTECTION);
    return first.orElseGet(() -> new Step.WriteFinalizers(finalizers));
  }

  /** Takes the finalizer off, and before that the copied credentials away. */
  static Step lift(BackupCase c) {
    List<String> finalizers = new ArrayList<>(present(c));
    finalizers.remove(Names.PROTECTION);
    return once(c, c.storageSecret().map(secret -> new Step.DropCredentials(copy(c))))
        .orElseGet(() -> new Step.WriteFinalizers(finalizers));
  }

  /** Copies the storage credentials, where there are any. */
  static Optional<Step> keepCredentials(BackupCase c) {
    return once(
        c,
        c.storageSecret()
            .map(
                secret ->
                    new Step.KeepCredentials(
                        new SecretUse(secret.namespace, secret.name, List.of()), copy(c))));
  }

  /** Where the copy lies; of the same name as the clean Job. */
  static SecretReference copy(BackupCase c) {
    String where = c.rules().operatorNamespace();
    return BackupCase.secret(JobNames.clean(where, c.namespace(), c.name()).name(), where);
  }

  /** The step, unless it was done in this pass. */
  static Optional<Step> once(BackupCase c, Optional<? extends Step> step) {
    return step.filter(deed -> c.facts().of(new Question.Done(deed)).isEmpty())
        .map(deed -> (Step) deed);
  }

  private static List<String> present(BackupCase c) {
    List<String> finalizers = c.backup().getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }
}
