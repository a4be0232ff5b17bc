package io.bactrian.engine.restore;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.BackupView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A backup in a store, made by hand.
 *
 * @param files STREAM and what else the manifest names, by name
 */
public record TestBackup(
    MapStore store,
    BackupView view,
    Function<String, Cipherer> ciphers,
    List<ObjectRef> segments,
    List<ObjectRef> objects,
    Map<String, ObjectRef> files) {

  /** The store's key. */
  public String key(ObjectRef object) {
    return view.root() + object.key();
  }
}
