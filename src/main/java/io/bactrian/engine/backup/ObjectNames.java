package io.bactrian.engine.backup;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.RunId;

/**
 * What a run calls its objects.
 *
 * @param dataKeyId "-" without encryption
 */
record ObjectNames(RunId runId, ArchiveFormat format, Algorithm algorithm, String dataKeyId) {

  /** What every data object of this format and algorithm ends with: {@code .tar.zst.cms}. */
  String dataEnding() {
    return "." + format.id() + algorithm.extension();
  }

  ObjectRef data(int number, long size, String sha256) {
    return ref("data", number, size, sha256, dataEnding());
  }

  ObjectRef index(int number, long size, String sha256) {
    return ref("index", number, size, sha256, "." + format.indexId() + algorithm.extension());
  }

  private ObjectRef ref(String kind, int number, long size, String sha256, String ending) {
    String digits = String.valueOf(number);
    String padded = "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    String key = runId + "/" + kind + "/" + padded + "-" + sha256 + ending;
    return new ObjectRef(key, size, sha256, dataKeyId);
  }
}
