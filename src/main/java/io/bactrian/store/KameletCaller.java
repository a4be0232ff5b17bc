package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one primitive through the route attempt-store, once, within a deadline. A call that passes
 * it is interrupted and given up; what it may still do to the store is harmless, because a late put
 * writes what is there and a late stream is closed.
 */
final class KameletCaller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KameletCaller.class);

  private final CamelContext camel;
  private final StoreInstance instance;
  private final Duration deadline;
  private final ProducerTemplate producer;
  private final ExecutorService threads;

  KameletCaller(CamelContext camel, StoreInstance instance, Duration deadline) {
    this.camel = camel;
    this.instance = instance;
    this.deadline = deadline;
    this.producer = camel.createProducerTemplate();
    this.threads = camel.getExecutorServiceManager().newCachedThreadPool(this, "store");
  }

  ProducerTemplate producer() {
    return producer;
  }

  /**
   * The exchange after the call, without an exception in it.
   *
   * @param variables of the operation, nulls left out
   */
  Exchange call(String operation, String subject, Map<String, Object> variables) {
    String what = operation + " '" + subject + "' in " + instance.backend().description();
    AtomicBoolean abandoned = new AtomicBoolean();
    Future<Exchange> future =
        threads.submit(() -> attempt(exchange(operation, variables), abandoned));
    Exchange exchange = await(future, abandoned, what);
    if (exchange.getException() != null) {
      throw StoreErrors.classify(exchange.getException(), what, instance.backend().place());
    }
    return exchange;
  }

  private Exchange await(Future<Exchange> future, AtomicBoolean abandoned, String what) {
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandoned.set(true);
      future.cancel(true);
      throw StoreErrors.transientFailure(
          what,
          "no answer within " + deadline.toMillis() + " ms",
          "a slow store may need a longer bactrian.store.call-timeout",
          e);
    } catch (InterruptedException e) {
      abandoned.set(true);
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Failure.of(FailureClass.INTERRUPTED, what + ": interrupted", null, e);
    } catch (ExecutionException e) {
      throw StoreErrors.classify(e.getCause(), what, instance.backend().place());
    }
  }

  private Exchange exchange(String operation, Map<String, Object> variables) {
    Exchange exchange = new DefaultExchange(camel);
    variables.forEach(exchange::setVariable);
    exchange.setVariable(StoreVariables.OPERATION, operation);
    exchange.setVariable(StoreVariables.KAMELET, instance.backend().kamelet());
    exchange.setVariable(StoreVariables.INSTANCE, instance.id());
    return exchange;
  }

  private Exchange attempt(Exchange exchange, AtomicBoolean abandoned) {
    instance.ensure();
    producer.send("direct:attempt-store", exchange);
    if (abandoned.get()
        && exchange.getProperty(StoreVariables.STREAM_PROPERTY) instanceof InputStream late) {
      close(late);
    }
    return exchange;
  }

  private static void close(InputStream late) {
    try {
      late.close();
    } catch (IOException e) {
      LOG.debug("a stream that came too late did not close", e);
    }
  }

  @Override
  public void close() {
    camel.getExecutorServiceManager().shutdownNow(threads);
    producer.stop();
    instance.close();
  }
}
