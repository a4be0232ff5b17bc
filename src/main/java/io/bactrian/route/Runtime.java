package io.bactrian.route;

import io.bactrian.engine.failure.Failure;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Camel for one verb: the route files it needs and nothing else. Opens no port, reads no
 * environment and no file but those of the {@link RuntimeSpec}. The registry holds the given beans
 * and {@code workers}, an executor of daemon threads for parallel splits.
 */
public final class Runtime implements AutoCloseable {
  private final DefaultCamelContext camel;
  private final ExecutorService workers;
  private final ProducerTemplate producer;

  private Runtime(DefaultCamelContext camel, ExecutorService workers) {
    this.camel = camel;
    this.workers = workers;
    this.producer = camel.createProducerTemplate();
  }

  /**
   * USAGE where a mounted route file is unfit; IllegalStateException where Camel does not start.
   */
  public static Runtime start(RuntimeSpec spec) {
    Routes routes = Routes.find(spec);
    DefaultCamelContext camel = context(spec);
    ExecutorService workers = Executors.newCachedThreadPool(daemons());
    camel.getRegistry().bind("workers", workers);
    spec.beans().forEach(camel.getRegistry()::bind);
    Runtime runtime = new Runtime(camel, workers);
    try {
      routes.start(camel);
      return runtime;
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private static DefaultCamelContext context(RuntimeSpec spec) {
    DefaultCamelContext camel = new DefaultCamelContext(false);
    camel.disableJMX();
    camel.getCamelContextExtension().setName("bactrian");
    camel.setStreamCaching(false);
    camel.setLoadHealthChecks(false);
    camel.setAllowUseOriginalMessage(false);
    camel.getShutdownStrategy().setTimeout(5);
    camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    PropertiesComponent properties = new PropertiesComponent();
    properties.setAutoDiscoverPropertiesSources(false);
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    properties.setOverrideProperties(spec.resolved());
    camel.setPropertiesComponent(properties);
    camel.addComponent("kamelet", kamelets(spec));
    return camel;
  }

  /** Kamelets of the mounted directory first, ours after them; its callers' error handlers hold. */
  public static KameletComponent kamelets(RuntimeSpec spec) {
    KameletComponent kamelets = new KameletComponent();
    kamelets.setNoErrorHandler(true);
    String builtIn = "classpath:kamelets";
    kamelets.setLocation(
        spec.kameletsDirectory().map(path -> "file:" + path + "," + builtIn).orElse(builtIn));
    return kamelets;
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "worker-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** For what has to add endpoints or beans of its own; the context belongs to this runtime. */
  public CamelContext camel() {
    return camel;
  }

  /**
   * Sends a body through a route and waits for its end. What the route throws arrives as the {@link
   * Failure} in it, if there is one, else as it was.
   *
   * @param uri for instance {@code direct:backup}
   * @return the body at the end, which must be of the type; null if there is none
   */
  public <T> T call(String uri, Object body, Class<T> type) {
    Exchange exchange = producer.send(uri, sent -> sent.getMessage().setBody(body));
    if (exchange.getException() != null) {
      throw Unwrap.failure(exchange.getException());
    }
    return type.cast(exchange.getMessage().getBody());
  }

  /** Waits up to 5 s for exchanges in flight. */
  @Override
  public void close() {
    producer.stop();
    camel.stop();
    workers.shutdownNow();
  }
}
