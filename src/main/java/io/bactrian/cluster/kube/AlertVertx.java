package io.bactrian.cluster.kube;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * A vert.x whose HTTP clients close connections that are silent for too long, and take compressed
 * answers: decrypting the list of a thousand resources costs more than inflating it. fabric8 7.4.0
 * has no setting for it: its websocketPingInterval and its factory's additionalConfig have no
 * effect.
 */
final class AlertVertx {
  /** The JDK resolves names as everything else on the machine does: search domains too. */
  private static final String OWN_RESOLVER_OFF = "vertx.disableDnsResolver";

  private static Vertx shared;

  private AlertVertx() {}

  static Vertx closingAfter(Duration silence) {
    Vertx vertx = shared();
    return (Vertx)
        Proxy.newProxyInstance(
            AlertVertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof HttpClientOptions options) {
                options.setTcpKeepAlive(true);
                options.setDecompressionSupported(true);
                options.setReadIdleTimeout((int) silence.toSeconds());
              }
              try {
                return method.invoke(vertx, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** One for the process: its threads serve every client. */
  private static synchronized Vertx shared() {
    if (shared == null) {
      String before = System.getProperty(OWN_RESOLVER_OFF);
      System.setProperty(OWN_RESOLVER_OFF, "true");
      try {
        shared = make();
      } finally {
        if (before == null) {
          System.clearProperty(OWN_RESOLVER_OFF);
        } else {
          System.setProperty(OWN_RESOLVER_OFF, before);
        }
      }
    }
    return shared;
  }

  private static Vertx make() {
    return Vertx.vertx(
        new VertxOptions()
            .setUseDaemonThread(true)
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
