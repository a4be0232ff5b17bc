package io.bactrian.engine.index;

/**
 * A stored object that holds data.
 *
 * @param key relative to the name's directory: {@code <run-id>/data/000017-<sha256>.tar.zst.cms}
 * @param size stored length in bytes
 * @param sha256 of the stored bytes, lower-case hex
 * @param dataKeyId the data key that opens it, "-" without encryption
 */
public record ObjectRef(String key, long size, String sha256, String dataKeyId) {
  /** The run whose directory holds the object. */
  public String runId() {
    return key.substring(0, key.indexOf('/'));
  }
}
