package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;

/** A store in memory that counts what is got, and may be told to answer otherwise. */
public final class MapStore implements ObjectStore {
  private static final int PAGE = 100;
  public final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  public final Map<String, Integer> gets = new ConcurrentHashMap<>();

  /** Given key and what would be answered; may throw. */
  public volatile BiFunction<String, InputStream, InputStream> onGet = (key, in) -> in;

  /** Flips one bit in the middle of what is stored. */
  public void flip(String key) {
    byte[] bytes = objects.get(key).clone();
    bytes[bytes.length / 2] ^= 4;
    objects.put(key, bytes);
  }

  /** Stores other bytes under a key, and says what a manifest would say of them. */
  public ObjectRef putRef(String relative, String key, byte[] content) {
    objects.put(key, content);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new ObjectRef(relative, content.length, HexFormat.of().formatHex(digest), "-");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public int getsOf(String key) {
    return gets.getOrDefault(key, 0);
  }

  @Override
  public Receipt put(String key, Path file, long length, String sha256) {
    try {
      return put(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Receipt put(String key, byte[] content) {
    objects.put(key, content);
    return new Receipt(key, content.length, null);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    gets.merge(key, 1, Integer::sum);
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw Failure.of(FailureClass.NOT_FOUND, "no object '" + key + "'", null);
    }
    int count = (int) (length < 0 ? bytes.length - offset : length);
    return onGet.apply(key, new ByteArrayInputStream(bytes, (int) offset, count));
  }

  @Override
  public Optional<Receipt> head(String key) {
    return Optional.ofNullable(objects.get(key)).map(b -> new Receipt(key, b.length, null));
  }

  @Override
  public Page list(String prefix, String startAfter) {
    List<Receipt> page = new ArrayList<>();
    String from = startAfter.compareTo(prefix) > 0 ? startAfter : prefix;
    for (Map.Entry<String, byte[]> entry : objects.tailMap(from, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (entry.getKey().equals(startAfter)) {
        continue;
      }
      if (page.size() == PAGE) {
        return new Page(page, false);
      }
      page.add(new Receipt(entry.getKey(), entry.getValue().length, null));
    }
    return new Page(page, true);
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
