package io.bactrian.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real MinIO on a free port of 127.0.0.1, in a process of its own that ends with {@link #close}.
 */
public final class MinioServer implements AutoCloseable {
  public static final String ACCESS_KEY = "bactrian-test";
  public static final String SECRET_KEY = "bactrian-test-secret";

  private final Process process;
  private final int port;
  private final Path log;

  private MinioServer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts one with its data in the directory; skips the test where no MinIO is found. */
  public static MinioServer startOrSkip(Path directory) throws IOException {
    Optional<Path> binary = Servers.find("minio");
    if (binary.isEmpty()) {
      String reason = "skipped: no MinIO server found; set BACTRIAN_SERVERS to a directory with it";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    return start(binary.get(), directory);
  }

  private static MinioServer start(Path binary, Path directory) throws IOException {
    int port = Ports.free();
    Path log = directory.resolve("minio.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            binary.toString(),
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + port,
            Files.createDirectories(directory.resolve("minio")).toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "MINIO_ROOT_USER", ACCESS_KEY,
                "MINIO_ROOT_PASSWORD", SECRET_KEY,
                "MINIO_UPDATE", "off",
                "MINIO_BROWSER", "off",
                "MINIO_CI_CD", "1"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    MinioServer server = new MinioServer(builder.start(), port, log);
    server.awaitReady();
    return server;
  }

  private void awaitReady() {
    Awaitility.await("MinIO ready, log in " + log)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(this::isReady);
  }

  private boolean isReady() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("MinIO ended: " + Files.readString(log));
    }
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(endpoint() + "/minio/health/ready").toURL().openConnection();
    try {
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  public int port() {
    return port;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** A client of the SDK's own, past everything of ours. */
  public S3Client client() {
    return S3Client.builder()
        .httpClient(ApacheHttpClient.create())
        .endpointOverride(URI.create(endpoint()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
        .build();
  }

  public void createBucket(String bucket) {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(bucket));
    }
  }

  /** Settings of a repository on it, reached at an endpoint that may be a proxy's. */
  public static Map<String, String> properties(String endpoint, String bucket) {
    Map<String, String> properties = new HashMap<>();
    properties.put("endpoint", endpoint);
    properties.put("bucket", bucket);
    properties.put("access-key", ACCESS_KEY);
    properties.put("secret-key", SECRET_KEY);
    return properties;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
