package io.bactrian.testing;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectKey;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A store in memory. Every process gets a view of its own by {@link #view()}, which can be killed
 * at its n-th operation, or run something else (another process) before it. Safe for many threads.
 */
public final class MemoryStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, byte[]> objects;
  private final int pageSize;
  private long operations;
  private long killAt = Long.MAX_VALUE;
  private boolean killAfter;
  private boolean dead;
  private Consumer<String> before = operation -> {};
  private Predicate<String> unanswered = operation -> false;

  public MemoryStore() {
    this(new ConcurrentSkipListMap<>(), 3);
  }

  private MemoryStore(ConcurrentSkipListMap<String, byte[]> objects, int pageSize) {
    this.objects = objects;
    this.pageSize = pageSize;
  }

  /** The same objects as another process sees them, alive and with nothing counted. */
  public MemoryStore view() {
    return new MemoryStore(objects, pageSize);
  }

  /** The same contents in a store of its own. */
  public MemoryStore copy() {
    return new MemoryStore(new ConcurrentSkipListMap<>(objects), pageSize);
  }

  /** Dies at the n-th operation (1 for the first) from now on, and does not do it. */
  public MemoryStore killBefore(long n) {
    operations = 0;
    killAt = n;
    killAfter = false;
    return this;
  }

  /** Does the n-th operation, then dies. */
  public MemoryStore killAfter(long n) {
    killBefore(n);
    killAfter = true;
    return this;
  }

  /**
   * Called with "put KEY", "get KEY", "head KEY", "list PREFIX", "delete KEY" before each is done.
   */
  public void before(Consumer<String> hook) {
    before = hook;
  }

  /** Puts, named as in {@link #before}, that are done while whoever put hears of a time-out. */
  public void loseAnswers(Predicate<String> operations) {
    unanswered = operations;
  }

  public long operations() {
    return operations;
  }

  public List<String> keys() {
    return new ArrayList<>(objects.keySet());
  }

  /** What is stored there; null where nothing is. */
  public byte[] content(String key) {
    return objects.get(key);
  }

  /** Puts without any rule, as somebody else might. */
  public void plant(String key, byte[] content) {
    objects.put(key, content.clone());
  }

  private synchronized boolean count(String operation) {
    if (dead) {
      throw new Stopped(operations);
    }
    before.accept(operation);
    operations++;
    if (operations == killAt) {
      dead = true;
      if (!killAfter) {
        throw new Stopped(operations);
      }
      return true;
    }
    return false;
  }

  private void dieIf(boolean killed) {
    if (killed) {
      throw new Stopped(operations);
    }
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
    ObjectKey.requirePlain(key);
    boolean killed = count("put " + key);
    byte[] there = objects.putIfAbsent(key, content.clone());
    dieIf(killed);
    if (unanswered.test("put " + key)) {
      throw Failure.of(FailureClass.TRANSIENT, "put '" + key + "': no answer", null);
    }
    if (there != null && !Arrays.equals(there, content)) {
      throw Failure.of(FailureClass.CONFLICT, "'" + key + "' exists with other bytes", null);
    }
    return receipt(key, content);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    boolean killed = count("get " + key);
    dieIf(killed);
    byte[] content = objects.get(key);
    if (content == null) {
      throw Failure.of(FailureClass.NOT_FOUND, "there is no '" + key + "'", null);
    }
    int from = (int) Math.min(offset, content.length);
    int size = length < 0 ? content.length - from : (int) Math.min(length, content.length - from);
    return new ByteArrayInputStream(content, from, size);
  }

  @Override
  public Optional<Receipt> head(String key) {
    boolean killed = count("head " + key);
    dieIf(killed);
    return Optional.ofNullable(objects.get(key)).map(content -> receipt(key, content));
  }

  @Override
  public Page list(String prefix, String startAfter) {
    boolean killed = count("list " + prefix);
    dieIf(killed);
    List<Receipt> page = new ArrayList<>();
    String from = startAfter.compareTo(prefix) > 0 ? startAfter : prefix;
    for (String key : objects.tailMap(from, !from.equals(startAfter)).keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      if (page.size() == pageSize) {
        return new Page(page, false);
      }
      byte[] content = objects.get(key);
      if (content != null) {
        page.add(new Receipt(key, content.length, null));
      }
    }
    return new Page(page, true);
  }

  @Override
  public void delete(String key) {
    boolean killed = count("delete " + key);
    objects.remove(key);
    dieIf(killed);
  }

  @Override
  public String describe() {
    return "memory";
  }

  private static Receipt receipt(String key, byte[] content) {
    return new Receipt(key, content.length, sha256(content));
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
