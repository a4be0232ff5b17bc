package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A store that deletes nothing more once it is told to stop, except below one directory. */
final class StoppableStore implements ObjectStore {
  private final ObjectStore store;
  private final String spared;
  private final BooleanSupplier stopped;

  /**
   * @param spared prefix of keys that may always be deleted: the lock must be given back
   */
  StoppableStore(ObjectStore store, String spared, BooleanSupplier stopped) {
    this.store = store;
    this.spared = spared;
    this.stopped = stopped;
  }

  @Override
  public void delete(String key) {
    if (stopped.getAsBoolean() && !key.startsWith(spared)) {
      throw Failure.of(FailureClass.INTERRUPTED, "interrupted", "the same order carries on");
    }
    store.delete(key);
  }

  @Override
  public Receipt put(String key, Path file, long length, String sha256) {
    return store.put(key, file, length, sha256);
  }

  @Override
  public Receipt put(String key, byte[] content) {
    return store.put(key, content);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    return store.get(key, offset, length);
  }

  @Override
  public byte[] read(String key, int maxLength) {
    return store.read(key, maxLength);
  }

  @Override
  public Optional<Receipt> head(String key) {
    return store.head(key);
  }

  @Override
  public Page list(String prefix, String startAfter) {
    return store.list(prefix, startAfter);
  }

  @Override
  public Optional<Path> localSpool() {
    return store.localSpool();
  }

  @Override
  public String describe() {
    return store.describe();
  }
}
