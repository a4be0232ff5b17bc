package io.bactrian.engine.verify;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.HashMap;
import java.util.Map;

/** Which objects are not there, or not in their right size: by listing, not by asking for each. */
final class Presence {
  private final ObjectStore store;
  private final BackupView view;

  Presence(ObjectStore store, BackupView view) {
    this.store = store;
    this.view = view;
  }

  /** What is wrong with each object that is not as it should be, by key. */
  Map<String, String> problems() {
    Map<String, ObjectRef> expected = new HashMap<>();
    Map<String, Boolean> directories = new HashMap<>();
    for (ObjectRef object : view.objects()) {
      expected.put(object.key(), object);
      directories.put(object.key().substring(0, object.key().lastIndexOf('/') + 1), true);
    }
    Map<String, String> problems = new HashMap<>();
    directories.keySet().forEach(directory -> list(directory, expected, problems));
    expected.keySet().forEach(key -> problems.put(key, "it is not there"));
    return problems;
  }

  private void list(
      String directory, Map<String, ObjectRef> expected, Map<String, String> problems) {
    for (Receipt receipt : store.listAll(view.root() + directory)) {
      ObjectRef object = expected.remove(receipt.key().substring(view.root().length()));
      if (object != null && object.size() != receipt.length()) {
        problems.put(
            object.key(), "it has " + receipt.length() + " bytes instead of " + object.size());
      }
    }
  }
}
