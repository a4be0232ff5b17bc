package io.bactrian.engine.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.io.InputStream;

/** Reading small objects whole. */
final class ObjectReads {
  private ObjectReads() {}

  static byte[] read(ObjectStore store, String key, int maxLength) {
    try (InputStream in = store.get(key, 0, -1)) {
      byte[] content = in.readNBytes(maxLength + 1);
      if (content.length > maxLength) {
        throw Failure.corrupt("'" + key + "' is larger than " + maxLength + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT, "reading '" + key + "' broke off: " + e.getMessage(), null, e);
    }
  }
}
