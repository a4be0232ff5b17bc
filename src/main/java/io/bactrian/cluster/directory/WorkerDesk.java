package io.bactrian.cluster.directory;

/** What every worker of a directory needs. */
record WorkerDesk(
    TaskRunner runner,
    JobPlaces places,
    JobSecrets secrets,
    DirectoryClaims claims,
    StateFiles<JobState> files,
    Bell bell) {}
