package io.bactrian.engine.work;

/**
 * One attempt of one object, as the manifest's ledger keeps it.
 *
 * @param object "bundle 17", "segment 3", "STREAM"
 * @param attempt 1 for the first
 * @param startedAt ISO-8601
 * @param millis how long it took
 * @param outcome "stored" or "failed"
 * @param failureClass null when stored
 * @param reason the store's own words, null when stored
 * @param bytesWasted bytes encoded or sent to no avail
 */
public record AttemptRecord(
    String object,
    int attempt,
    String startedAt,
    long millis,
    String outcome,
    String failureClass,
    String reason,
    long bytesWasted) {}
