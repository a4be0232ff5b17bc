package io.bactrian.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;

/**
 * One instance of a store Kamelet: its client, its properties, its route. Made inside the first
 * attempt; {@link #close} leaves none of them behind.
 */
final class StoreInstance implements AutoCloseable {
  private final CamelContext camel;
  private final String id;
  private final Backend backend;
  private AutoCloseable client;
  private Endpoint endpoint;

  StoreInstance(CamelContext camel, String id, Backend backend) {
    this.camel = camel;
    this.id = id;
    this.backend = backend;
  }

  String id() {
    return id;
  }

  Backend backend() {
    return backend;
  }

  /** Makes what is not there yet. By one thread: two would make the route twice, and lose one. */
  synchronized void ensure() {
    if (endpoint != null) {
      return;
    }
    if (client == null && backend.client().isPresent()) {
      client = backend.client().get().make().get();
      camel.getRegistry().bind(backend.client().get().beanName(), client);
    }
    properties(true);
    endpoint = camel.getEndpoint(uri());
  }

  private String uri() {
    return "kamelet:" + backend.kamelet() + "/" + id;
  }

  /** Properties of an instance are given to the component, never in a URI. */
  private void properties(boolean present) {
    KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
    synchronized (kamelets) {
      Map<String, Properties> all = new HashMap<>();
      if (kamelets.getRouteProperties() != null) {
        all.putAll(kamelets.getRouteProperties());
      }
      if (present) {
        Properties mine = new Properties();
        mine.putAll(backend.kameletProperties());
        all.put(id, mine);
      } else {
        all.remove(id);
      }
      kamelets.setRouteProperties(all);
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (camel.getRoute(id) != null) {
        camel.getRouteController().stopRoute(id);
        camel.removeRoute(id);
      }
      if (endpoint != null) {
        camel.removeEndpoint(endpoint);
      }
      properties(false);
      if (client != null) {
        camel.getRegistry().unbind(backend.client().get().beanName());
        client.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("store instance " + id + " did not close", e);
    } finally {
      endpoint = null;
      client = null;
    }
  }
}
