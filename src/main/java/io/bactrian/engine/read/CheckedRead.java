package io.bactrian.engine.read;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * One reading of a stored object, from its first byte to its last, hashed on the way. Whoever
 * consumes the decrypted stream sees bytes whose hash is not known yet: what it does with them
 * counts only once {@link #read} has returned.
 */
public final class CheckedRead {
  private final ObjectStore store;
  private final String root;
  private final Function<String, Cipherer> ciphers;

  /**
   * @param root what keys begin with
   * @param ciphers by data-key-id; not asked for "-"
   */
  public CheckedRead(ObjectStore store, String root, Function<String, Cipherer> ciphers) {
    this.store = store;
    this.root = root;
    this.ciphers = ciphers;
  }

  /** Takes decrypted bytes; need not read to the end. */
  @FunctionalInterface
  public interface Consumer {
    void accept(InputStream plain) throws IOException;
  }

  /**
   * Reads once. NOT_FOUND where the object is gone; TRANSIENT where the store broke off; {@link
   * Damaged} where length or SHA-256 are not the object's, whatever the consumer made of it; else
   * what the consumer threw.
   */
  public void read(ObjectRef object, Consumer consumer) {
    try (InputStream stored = get(object)) {
      read(object, new HashedInput(stored, object.size()), consumer);
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "reading '" + object.key() + "' broke off: " + e.getMessage(),
          null,
          e);
    }
  }

  /** Of an object that a manifest promises: that it is gone is no everyday answer of a store. */
  private InputStream get(ObjectRef object) {
    try {
      return store.get(root + object.key(), 0, -1);
    } catch (Failure e) {
      if (e.failureClass() != FailureClass.NOT_FOUND) {
        throw e;
      }
      throw Failure.of(
          FailureClass.NOT_FOUND,
          "'" + object.key() + "' is gone, and this backup needs it",
          "'bactrian verify' names everything that is missing; put it back, or restore another"
              + " backup of 'bactrian list'",
          e);
    }
  }

  private void read(ObjectRef object, HashedInput hashed, Consumer consumer) throws IOException {
    Exception thrown = consume(object, hashed, consumer);
    if (hashed.broken() != null) {
      throw hashed.broken();
    }
    hashed.drain();
    String difference = hashed.difference(object);
    if (!difference.isEmpty()) {
      throw new Damaged(difference);
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown != null) {
      throw Failure.of(
          FailureClass.CORRUPT,
          "'" + object.key() + "' cannot be read: " + thrown.getMessage(),
          null,
          thrown);
    }
  }

  /** What went wrong, or null; judged only once the hash is known. */
  private Exception consume(ObjectRef object, HashedInput hashed, Consumer consumer) {
    try (InputStream plain = open(object, hashed)) {
      consumer.accept(plain);
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  private InputStream open(ObjectRef object, InputStream stored) throws IOException {
    return object.dataKeyId().equals("-") ? stored : ciphers.apply(object.dataKeyId()).open(stored);
  }

  /** The stored bytes are not the object's: maybe on the way, maybe for good. */
  public static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }
}
