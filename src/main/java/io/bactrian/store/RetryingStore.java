package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * The view of a store whose every call goes through the route store-call, which redelivers
 * transient failures as {@code bactrian.retry.store.*} says. {@link #read} retries the whole
 * reading; {@link #get} only the opening, a stream that breaks later is the caller's.
 */
final class RetryingStore implements ObjectStore {
  private final ObjectStore once;
  private final ProducerTemplate producer;

  RetryingStore(ObjectStore once, ProducerTemplate producer) {
    this.once = once;
    this.producer = producer;
  }

  @Override
  public Receipt put(String key, Path file, long length, String sha256) {
    return call("put '" + key + "'", Receipt.class, () -> once.put(key, file, length, sha256));
  }

  @Override
  public Receipt put(String key, byte[] content) {
    return call("put '" + key + "'", Receipt.class, () -> once.put(key, content));
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    return call("get '" + key + "'", InputStream.class, () -> once.get(key, offset, length));
  }

  @Override
  public byte[] read(String key, int maxLength) {
    return call("read '" + key + "'", byte[].class, () -> once.read(key, maxLength));
  }

  @Override
  public Optional<Receipt> head(String key) {
    return Optional.ofNullable(
        call("head '" + key + "'", Receipt.class, () -> once.head(key).orElse(null)));
  }

  @Override
  public Page list(String prefix, String startAfter) {
    return call("list '" + prefix + "'", Page.class, () -> once.list(prefix, startAfter));
  }

  @Override
  public void delete(String key) {
    call(
        "delete '" + key + "'",
        Void.class,
        () -> {
          once.delete(key);
          return null;
        });
  }

  @Override
  public Optional<Path> localSpool() {
    return once.localSpool();
  }

  @Override
  public String describe() {
    return once.describe();
  }

  private <T> T call(String what, Class<T> type, Supplier<T> operation) {
    StoreCall call = new StoreCall(what, operation);
    Exchange exchange = producer.send("direct:store-call", sent -> sent.getMessage().setBody(call));
    if (call.failure() != null) {
      throw call.failure();
    }
    if (exchange.getException() != null || call.attempts() == 0) {
      throw Failure.of(
          FailureClass.USAGE,
          what + " never began: " + exchange.getException(),
          "the route store-call must be loaded and started",
          exchange.getException());
    }
    return type.cast(call.result());
  }
}
