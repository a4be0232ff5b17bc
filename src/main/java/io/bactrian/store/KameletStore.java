package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * A repository over its Kamelet. Each call is one attempt: nothing is tried again here. {@link
 * #retrying} is the view that tries again.
 */
public final class KameletStore implements ObjectStore, AutoCloseable {
  private final KameletCaller caller;
  private final StoreInstance instance;
  private final KeySpace keys;
  private final Listing listing;
  private final Spool spool;
  private volatile boolean reached;

  KameletStore(CamelContext camel, StoreInstance instance, String prefix, Duration deadline) {
    this.instance = instance;
    this.caller = new KameletCaller(camel, instance, deadline);
    this.keys = new KeySpace(prefix);
    this.listing = new Listing(caller, keys);
    this.spool = new Spool(instance.backend().directory());
  }

  /** The view whose calls are tried again as {@code bactrian.retry.store.*} says. */
  public ObjectStore retrying() {
    return new RetryingStore(this, caller.producer());
  }

  @Override
  public Receipt put(String key, Path file, long length, String sha256) {
    String full = keys.full(key);
    Receipt sent = new Receipt(key, length, sha256);
    Map<String, Object> variables = new HashMap<>();
    variables.put(StoreVariables.KEY, full);
    variables.put(StoreVariables.FILE, file.toFile());
    variables.put(StoreVariables.LENGTH, length);
    variables.put(StoreVariables.SHA256, Receipts.requireHex(sha256));
    variables.put(StoreVariables.SHA256_BASE64, Receipts.base64(sha256));
    try {
      Exchange answer = caller.call("put", key, variables);
      reached = true;
      return confirm(sent, Receipts.of(key, answer));
    } catch (Failure failure) {
      if (failure.failureClass() == FailureClass.CONFLICT) {
        return compare(sent, failure);
      }
      throw failure;
    }
  }

  /** What the store did not say with the put is asked; what is wrong is taken away again. */
  private Receipt confirm(Receipt sent, Optional<Receipt> said) {
    Receipt stored =
        said.or(() -> head(sent.key())).orElseThrow(() -> Receipts.vanished(sent, describe()));
    if (Receipts.same(sent, stored)) {
      return stored;
    }
    Failure wrong = Receipts.shortWrite(sent, stored, describe());
    try {
      delete(sent.key());
    } catch (Failure e) {
      wrong.addSuppressed(e);
    }
    throw wrong;
  }

  /** Something is there: the same is success, and only proven equality is the same. */
  private Receipt compare(Receipt sent, Failure conflict) {
    Receipt stored = head(sent.key()).orElseThrow(() -> Receipts.vanished(sent, describe()));
    if (stored.length() == sent.length() && stored.checksum() == null) {
      stored = new Receipt(sent.key(), stored.length(), Receipts.hash(this, sent.key()));
    }
    if (Receipts.same(sent, stored)) {
      return stored;
    }
    throw Receipts.conflict(sent, stored, describe(), conflict);
  }

  @Override
  public Receipt put(String key, byte[] content) {
    keys.full(key);
    return spool.with(content, file -> put(key, file, content.length, Receipts.hash(content)));
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    String full = keys.full(key);
    if (offset < 0 || length < -1) {
      throw new IllegalArgumentException("range " + offset + "+" + length);
    }
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put(StoreVariables.KEY, full);
    variables.put(StoreVariables.OFFSET, offset);
    variables.put(StoreVariables.COUNT, length);
    if (offset > 0 || length > 0) {
      variables.put(
          StoreVariables.RANGE, "bytes=" + offset + "-" + (length < 0 ? "" : offset + length - 1));
    }
    Exchange answer = caller.call("get", key, variables);
    reached = true;
    return Receipts.stream(key, answer, length);
  }

  @Override
  public Optional<Receipt> head(String key) {
    Map<String, Object> variables = Map.of(StoreVariables.KEY, keys.full(key));
    try {
      Optional<Receipt> receipt = Receipts.ofHead(key, caller.call("head", key, variables));
      reached |= receipt.isPresent();
      requireReached(receipt);
      return receipt;
    } catch (Failure failure) {
      if (failure.failureClass() != FailureClass.NOT_FOUND) {
        throw failure;
      }
      requireReached(Optional.empty());
      return Optional.empty();
    }
  }

  /** Many stores answer a head in a bucket that is not there as if only the object were missing. */
  private void requireReached(Optional<Receipt> receipt) {
    if (receipt.isEmpty() && !reached) {
      list("", "");
    }
  }

  @Override
  public Page list(String prefix, String startAfter) {
    Page page = listing.page(prefix, startAfter);
    reached = true;
    return page;
  }

  @Override
  public void delete(String key) {
    Map<String, Object> variables = Map.of(StoreVariables.KEY, keys.full(key));
    try {
      caller.call("delete", key, variables);
      reached = true;
    } catch (Failure failure) {
      if (failure.failureClass() != FailureClass.NOT_FOUND) {
        throw failure;
      }
    }
  }

  /**
   * A spool of this process inside a repository that is a local directory; made on first use. A
   * file in it is linked into place: never write to it again after its put, delete it instead.
   */
  @Override
  public Optional<Path> localSpool() {
    return spool.local();
  }

  @Override
  public String describe() {
    return instance.backend().description();
  }

  @Override
  public String toString() {
    return "KameletStore[" + describe() + "]";
  }

  /** Ends calls in flight, closes the client, removes route and endpoint. */
  @Override
  public void close() {
    try {
      caller.close();
    } finally {
      spool.close();
    }
  }
}
