package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import io.bactrian.testing.StoreCamel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One repository of one store, opened through Camel, and what tests do with it. */
abstract class StoreRig {
  @TempDir Path scratch;
  protected CamelContext camel;
  protected KameletStore store;

  /** Of a repository that is there and empty. */
  protected abstract RepositorySettings settings() throws Exception;

  /** Of a repository whose bucket or directory is not there. */
  protected abstract RepositorySettings missing();

  /** Whether put and head report a checksum. */
  protected abstract boolean reportsChecksum();

  /** Puts an object past Bactrian, prefix and all left to the caller. */
  protected abstract void putByHand(String key, byte[] content) throws Exception;

  @BeforeEach
  void open() throws Exception {
    camel = StoreCamel.start();
    store = Stores.open(camel, settings());
  }

  @AfterEach
  void close() {
    store.close();
    camel.stop();
  }

  protected Receipt put(String key, byte[] content) throws Exception {
    return put(store, key, content);
  }

  protected Receipt put(ObjectStore target, String key, byte[] content) throws Exception {
    Path file = Files.createTempFile(scratch, "put", "");
    Files.write(file, content);
    return target.put(key, file, content.length, Receipts.hash(content));
  }

  protected byte[] read(String key, long offset, long length) throws Exception {
    return read(store, key, offset, length);
  }

  protected static byte[] read(ObjectStore from, String key, long offset, long length)
      throws Exception {
    try (InputStream in = from.get(key, offset, length)) {
      return in.readAllBytes();
    }
  }

  protected static List<String> keys(ObjectStore store, String prefix) {
    return StreamSupport.stream(store.listAll(prefix).spliterator(), false)
        .map(Receipt::key)
        .toList();
  }

  protected static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random().nextBytes(bytes);
    return bytes;
  }

  protected static void assertClass(FailureClass expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.failureClass()).as(failure.getMessage()).isEqualTo(expected));
  }

  protected static Object outcome(Callable<?> call) throws Exception {
    try {
      return call.call();
    } catch (Failure failure) {
      return failure.failureClass();
    }
  }

  /** One call for each item, eight at a time. */
  protected interface Work<T> {
    Object on(T item) throws Exception;
  }

  protected static <T> List<Object> inParallel(List<T> items, Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(threads.submit(() -> work.on(item)));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
