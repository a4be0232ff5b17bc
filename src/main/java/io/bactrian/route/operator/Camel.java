package io.bactrian.route.operator;

import io.bactrian.route.Routes;
import io.bactrian.route.Runtime;
import io.bactrian.route.RuntimeSpec;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Camel as the operator needs it: a stand-alone {@link Main} that serves {@code
 * /observe/health/live}, {@code /observe/health/ready} and {@code /observe/metrics} on one port, or
 * the quiet {@link Runtime} where no port is wanted.
 */
interface Camel extends AutoCloseable {
  /** How long passes under way may take to end. */
  int STOP_SECONDS = 30;

  CamelContext context();

  @Override
  void close();

  static Camel quiet(RuntimeSpec spec) {
    Runtime runtime = Runtime.start(spec);
    return new Camel() {
      @Override
      public CamelContext context() {
        return runtime.camel();
      }

      @Override
      public void close() {
        runtime.close();
      }
    };
  }

  /** IllegalStateException where the port is taken. */
  static Camel serving(RuntimeSpec spec, int port) {
    Main main = new Main();
    Routes routes = Routes.find(spec);
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    main.configure().setAutoConfigurationLogSummary(false);
    main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
    main.configure().setShutdownTimeout(STOP_SECONDS);
    main.configure().setShutdownLogInflightExchangesOnTimeout(false);
    main.configure().setJmxEnabled(false);
    main.configure().setStreamCachingEnabled(false);
    main.configure().setAllowUseOriginalMessage(false);
    main.configure().setRoutesCollectorEnabled(false);
    main.configure().setName("bactrian");
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(spec.resolved());
    settings(port).forEach(main::addOverrideProperty);
    main.addMainListener(new Equipping(spec));
    try {
      main.init();
      routes.load(main.getCamelContext());
      main.start();
      routes.requireStarted(main.getCamelContext());
    } catch (RuntimeException e) {
      main.stop();
      throw routes.blamed(e);
    }
    return of(main);
  }

  private static Camel of(Main main) {
    return new Camel() {
      @Override
      public CamelContext context() {
        return main.getCamelContext();
      }

      @Override
      public void close() {
        main.stop();
      }
    };
  }

  /** Of the metrics that Camel has itself none is shown: they carry ids of store instances. */
  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("camel.management.enabled", "true");
    settings.put("camel.management.port", String.valueOf(port));
    settings.put("camel.management.metricsEnabled", "true");
    settings.put("camel.management.healthCheckEnabled", "true");
    settings.put("camel.management.healthPath", "/observe/health");
    settings.put("camel.health.exposureLevel", "full");
    settings.put("camel.metrics.enabled", "true");
    settings.put("camel.metrics.path", "/observe/metrics");
    settings.put("camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,uptime");
    settings.put("camel.metrics.enableRoutePolicy", "false");
    settings.put("camel.metrics.enableMessageHistory", "false");
    settings.put("camel.metrics.enableExchangeEventNotifier", "false");
    settings.put("camel.metrics.enableRouteEventNotifier", "false");
    settings.put("camel.opentelemetry2.enabled", "false");
    return settings;
  }

  /** A kubelet and a Prometheus ask, nobody else: few threads, instead of some thirty. */
  private static VertxOptions smallServer() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(2)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Gives Main's context our beans and Kamelets. */
  final class Equipping extends MainListenerSupport {
    private final RuntimeSpec spec;

    Equipping(RuntimeSpec spec) {
      this.spec = spec;
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
      CamelContext camel = main.getCamelContext();
      spec.beans().forEach(camel.getRegistry()::bind);
      camel.getRegistry().bind("small-server", smallServer());
      camel.addComponent("kamelet", Runtime.kamelets(spec));
    }
  }
}
