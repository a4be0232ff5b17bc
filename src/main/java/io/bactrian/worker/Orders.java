package io.bactrian.worker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.Resolved;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads orders, and what they change of the settings. */
public final class Orders {
  static final int FORMAT_VERSION = 1;
  private static final int LARGEST = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Orders() {}

  /** USAGE where the file is none, or for a newer worker. */
  public static WorkerOrder read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      WorkerOrder order = JSON.readValue(in.readNBytes(LARGEST), WorkerOrder.class);
      if (order == null || order.formatVersion != FORMAT_VERSION) {
        throw Failure.usage(
            "order '" + file + "' is not of format version " + FORMAT_VERSION,
            "use the worker image that belongs to the operator");
      }
      return order;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw Failure.usage(
          "order '" + file + "' is not an order: " + e.getOriginalMessage(),
          "it is the JSON that the operator writes");
    } catch (IOException e) {
      throw Failure.usage(
          "order '" + file + "' cannot be read: " + e, "name the file that the operator wrote");
    }
  }

  /**
   * The settings with what the order says of them. A format without a level means the format's own
   * standard level.
   */
  static Resolved settings(Resolved resolved, WorkerOrder order) {
    SortedMap<String, String> values = new TreeMap<>(resolved.values());
    var archive = order.settings == null ? null : order.settings.archive;
    if (archive != null && archive.format != null) {
      values.put("bactrian.format", archive.format);
      values.put("bactrian.compression-level", "");
    }
    if (archive != null && archive.compressionLevel != null) {
      values.put("bactrian.compression-level", String.valueOf(archive.compressionLevel));
    }
    var encryption = order.settings == null ? null : order.settings.encryption;
    if (encryption != null && encryption.algorithm != null) {
      values.put("bactrian.algorithm", encryption.algorithm);
    }
    return new Resolved(values, resolved.warnings());
  }

  /** The value, or USAGE that names the member. */
  static String require(String member, String value) {
    if (value == null || value.isEmpty()) {
      throw Failure.usage(
          "the order has no " + member, "use the worker image that belongs to the operator");
    }
    return value;
  }
}
