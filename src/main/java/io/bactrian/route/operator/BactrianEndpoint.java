package io.bactrian.route.operator;

import io.bactrian.reconcile.WorkQueue;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Resources of one kind that want a pass. The body is a {@code ResourceKey}, which also stands in
 * the variable {@code resource}; the body at the end must be an {@code Again}.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "bactrian",
    title = "Bactrian",
    syntax = "bactrian:resources",
    consumerOnly = true,
    category = {Category.CONTAINER})
public final class BactrianEndpoint extends DefaultEndpoint {
  private final WorkQueue queue;

  @UriPath(description = "backups, restores or schedules")
  private final String resources;

  @UriParam(defaultValue = "4", description = "Passes at once, each over another resource")
  private int concurrency = 4;

  BactrianEndpoint(String uri, BactrianComponent component, String resources, WorkQueue queue) {
    super(uri, component);
    this.resources = resources;
    this.queue = queue;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("bactrian:" + resources + " is only consumed from");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    BactrianConsumer consumer = new BactrianConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  WorkQueue queue() {
    return queue;
  }

  public String getResources() {
    return resources;
  }

  public int getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }
}
