package io.bactrian.engine.backup;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which data objects of which runs are listed with the right size and may be referred to. Lists
 * each run's directory once, when first asked; memory grows with the number of objects. One thread.
 */
final class StoredObjects {
  private final ObjectStore store;
  private final Layout layout;
  private final String ending;
  private final Set<String> dataKeys;
  private final Set<String> refused;
  private final Map<String, Map<String, Long>> sizes = new HashMap<>();

  /**
   * @param ending what names of the run's own format and algorithm end with
   * @param dataKeys ids of data keys that can be opened, "-" for none
   * @param refused run-ids that must not be referred to: marked, or mostly dead
   */
  StoredObjects(
      ObjectStore store, Layout layout, String ending, Set<String> dataKeys, Set<String> refused) {
    this.store = store;
    this.layout = layout;
    this.ending = ending;
    this.dataKeys = Set.copyOf(dataKeys);
    this.refused = Set.copyOf(refused);
  }

  boolean has(ObjectRef object) {
    return object.key().endsWith(ending)
        && dataKeys.contains(object.dataKeyId())
        && !refused.contains(object.runId())
        && RunId.parse(object.runId()).isPresent()
        && Long.valueOf(object.size()).equals(sizesOf(object.runId()).get(object.key()));
  }

  Map<String, Long> sizesOf(String runId) {
    return sizes.computeIfAbsent(runId, this::list);
  }

  private Map<String, Long> list(String runId) {
    Map<String, Long> found = new HashMap<>();
    int root = layout.root().length();
    for (Receipt object : store.listAll(layout.root() + runId + "/data/")) {
      found.put(object.key().substring(root), object.length());
    }
    return found;
  }
}
