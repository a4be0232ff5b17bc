package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.WornRuns;
import io.bactrian.engine.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which runs' objects are mostly dead weight: less than half of their bytes lie in the last run's
 * STREAM. What is left of them is written anew, so that old objects can go one day.
 */
final class Liveness {
  private Liveness() {}

  static Set<String> mostlyDead(ObjectStore store, Layout layout, Manifest last) {
    WornRuns worn = new WornRuns();
    Map<String, ObjectRef> objects = new HashMap<>();
    for (ObjectRef object : last.objects()) {
      worn.stored(object);
      objects.put(object.key(), object);
    }
    extents(store, layout.inRun(last.runId(), Layout.STREAM), objects, worn);
    return worn.worn();
  }

  private static void extents(
      ObjectStore store, String stream, Map<String, ObjectRef> objects, WornRuns worn) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(store.get(stream, 0, -1), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        String[] fields = line.split(" ", -1);
        ObjectRef object = fields.length == 4 ? objects.get(fields[1]) : null;
        if (object != null) {
          worn.used(object, Long.parseLong(fields[3]));
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw Failure.of(
          FailureClass.TRANSIENT, "'" + stream + "' cannot be read: " + e.getMessage(), null, e);
    }
  }
}
