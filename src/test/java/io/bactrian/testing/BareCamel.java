package io.bactrian.testing;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a stranger would write to use the s3 Kamelet; names no class of ours. */
public final class BareCamel {
  private static final byte[] CONTENT = "hello, camel".getBytes(StandardCharsets.UTF_8);
  private final Main main;

  private BareCamel(Main main) {
    this.main = main;
  }

  /**
   * @param args directory of Kamelets, endpoint, access key, secret key
   */
  public static void main(String[] args) throws Exception {
    try {
      Class.forName("io.bactrian.engine.store.ObjectStore");
      throw new IllegalStateException("our classes are here");
    } catch (ClassNotFoundException expected) {
      System.out.println("none of Bactrian's classes is here");
    }
    Main main = new Main();
    main.bind("myClient", client(args));
    main.addInitialProperty("camel.component.kamelet.location", "file:" + args[0]);
    main.configure()
        .addRoutesBuilder(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:store").to("kamelet:s3-store-action?bucket=bare&client=myClient");
              }
            });
    main.start();
    new BareCamel(main).allFive();
    main.stop();
    System.out.println("five primitives work");
  }

  private static S3Client client(String[] args) {
    return S3Client.builder()
        .httpClient(ApacheHttpClient.create())
        .endpointOverride(URI.create(args[1]))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(args[2], args[3])))
        .build();
  }

  private void allFive() throws Exception {
    Path file = Files.write(Files.createTempFile("bare", ".bin"), CONTENT);
    String sum =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(CONTENT));
    Map<String, Object> put =
        Map.of(
            "storeKey",
            "a/b",
            "storeFile",
            file.toFile(),
            "storeLength",
            12L,
            "storeSha256Base64",
            sum);
    check(sum.equals(call("put", put).getVariable("receiptSha256")), "put");
    check(fails("put", put), "second put");
    check(call("head", Map.of("storeKey", "a/b")).getVariable("receiptLength").equals(12L), "head");
    check(body(Map.of("storeKey", "a/b")).equals("hello, camel"), "get");
    check(body(Map.of("storeKey", "a/b", "storeRange", "bytes=7-11")).equals("camel"), "range");
    List<?> page = call("list", list()).getVariable("storePage", List.class);
    check(((Map<?, ?>) page.get(0)).get("key").equals("a/b"), "list");
    call("delete", Map.of("storeKey", "a/b"));
    check(fails("head", Map.of("storeKey", "a/b")), "head after delete");
    check(call("list", list()).getVariable("storePage", List.class).isEmpty(), "empty list");
    Files.delete(file);
  }

  private static Map<String, Object> list() {
    return Map.of("storePrefix", "a/", "storeAfter", "", "storeLimit", 10);
  }

  private String body(Map<String, Object> variables) throws Exception {
    try (InputStream in = call("get", variables).getProperty("storeStream", InputStream.class)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean fails(String operation, Map<String, Object> variables) throws Exception {
    return send(operation, variables).getException() != null;
  }

  private Exchange call(String operation, Map<String, Object> variables) throws Exception {
    Exchange exchange = send(operation, variables);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange;
  }

  private Exchange send(String operation, Map<String, Object> variables) throws Exception {
    Exchange exchange = ExchangeBuilder.anExchange(main.getCamelContext()).build();
    variables.forEach(exchange::setVariable);
    exchange.setVariable("storeOperation", operation);
    return main.getCamelTemplate().send("direct:store", exchange);
  }

  private static void check(boolean ok, String what) {
    if (!ok) {
      throw new IllegalStateException(what + " went wrong");
    }
  }
}
