package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A store of small objects, two keys a page, that counts its reads. */
final class MemoryStore implements ObjectStore {
  final TreeMap<String, byte[]> objects = new TreeMap<>();
  int reads;

  @Override
  public Receipt put(String key, Path file, long length, String sha256) {
    throw new UnsupportedOperationException("only small objects");
  }

  @Override
  public Receipt put(String key, byte[] content) {
    if (objects.putIfAbsent(key, content.clone()) != null) {
      throw Failure.of(FailureClass.CONFLICT, "'" + key + "' exists", null);
    }
    return new Receipt(key, content.length, null);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    reads++;
    return new ByteArrayInputStream(objects.get(key));
  }

  @Override
  public Optional<Receipt> head(String key) {
    return Optional.ofNullable(objects.get(key)).map(o -> new Receipt(key, o.length, null));
  }

  @Override
  public Page list(String prefix, String startAfter) {
    List<Receipt> rest =
        objects.tailMap(startAfter, false).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .map(entry -> new Receipt(entry.getKey(), entry.getValue().length, null))
            .toList();
    return new Page(rest.subList(0, Math.min(2, rest.size())), rest.size() <= 2);
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public String describe() {
    return "memory";
  }
}
