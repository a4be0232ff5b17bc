package io.bactrian.route.operator;

import io.bactrian.reconcile.WorkQueue;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The scheme {@code bactrian:}, a consumer of resources that want a pass: {@code bactrian:backups},
 * {@code bactrian:restores}, {@code bactrian:schedules}. Registered by hand, since it needs the
 * queues.
 */
public final class BactrianComponent extends DefaultComponent {
  private final Map<String, WorkQueue> queues;

  /**
   * @param queues by the name that stands in the URI
   */
  public BactrianComponent(Map<String, WorkQueue> queues) {
    this.queues = Map.copyOf(queues);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters)
      throws Exception {
    WorkQueue queue = queues.get(name);
    if (queue == null) {
      throw new IllegalArgumentException(
          "unknown resources '"
              + name
              + "'; use one of "
              + queues.keySet().stream().sorted().toList());
    }
    BactrianEndpoint endpoint = new BactrianEndpoint(uri, this, name, queue);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
