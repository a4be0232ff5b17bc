package io.bactrian.cluster.directory;

import io.bactrian.cluster.Changes;

/** What every worker of a directory needs. */
record WorkerDesk(
    TaskRunner runner,
    JobPlaces places,
    JobSecrets secrets,
    DirectoryClaims claims,
    StateFiles<JobState> files,
    Changes changes) {}
