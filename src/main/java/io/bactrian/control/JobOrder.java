package io.bactrian.control;

import io.bactrian.api.PodSettings;
import io.bactrian.api.WorkerOrder;
import java.util.Optional;

/**
 * A worker Job to be made: a pure description. Directories and key file in {@code order} are set by
 * whoever runs it, since only the end knows where it mounts what.
 *
 * @param resourceNamespace of the resource that asks (a clean Job runs elsewhere)
 * @param owned whether the resource owns the Job: deleted with it (never a clean Job)
 * @param dataClaim read by a backup, written by a restore; empty: order.dataDirectory is a path of
 *     this machine
 * @param repositoryClaim of a file repository on a claim
 * @param pod may be null
 */
public record JobOrder(
    JobKey job,
    WorkerOrder order,
    String resourceNamespace,
    boolean owned,
    Optional<String> dataClaim,
    Optional<String> repositoryClaim,
    Optional<SecretUse> storageSecret,
    Optional<SecretUse> key,
    PodSettings pod) {}
