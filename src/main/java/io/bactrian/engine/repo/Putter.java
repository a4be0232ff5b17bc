package io.bactrian.engine.repo;

import io.bactrian.engine.store.Receipt;
import java.nio.file.Path;

/** Stores one file, retrying as its owner sees fit; {@code store::put} does. */
@FunctionalInterface
public interface Putter {
  Receipt put(String key, Path file, long length, String sha256);
}
