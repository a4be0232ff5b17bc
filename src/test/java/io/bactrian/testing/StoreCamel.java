package io.bactrian.testing;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** A Camel context with the store's routes and Kamelets, and short delays between tries. */
public final class StoreCamel {
  private StoreCamel() {}

  public static CamelContext start() throws Exception {
    return start(2);
  }

  public static CamelContext start(int maxRedeliveries) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext(false);
    camel.disableJMX();
    camel.setStreamCaching(false);
    camel.getShutdownStrategy().setTimeout(5);
    KameletComponent kamelets = new KameletComponent();
    kamelets.setLocation("classpath:kamelets");
    kamelets.setNoErrorHandler(true);
    camel.addComponent("kamelet", kamelets);
    camel.getPropertiesComponent().setOverrideProperties(properties(maxRedeliveries));
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/store.yaml"));
    camel.start();
    return camel;
  }

  private static Properties properties(int maxRedeliveries) {
    Properties properties = new Properties();
    String retry = "bactrian.retry.store.";
    properties.setProperty(retry + "max-redeliveries", Integer.toString(maxRedeliveries));
    properties.setProperty(retry + "redelivery-delay", "10ms");
    properties.setProperty(retry + "back-off-multiplier", "2");
    properties.setProperty(retry + "maximum-redelivery-delay", "1s");
    properties.setProperty(retry + "collision-avoidance-factor", "0.1");
    return properties;
  }
}
