package io.bactrian.operator;

import io.bactrian.testing.HttpFaultProxy;
import io.bactrian.testing.MinioServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a real MinIO behind a proxy of its own that spoils requests; for one namespace. */
final class BucketStore implements AutoCloseable {
  private final String bucket;
  private final String namespace;
  private final S3Client client;
  private final HttpFaultProxy proxy;

  private BucketStore(String bucket, String namespace, S3Client client, HttpFaultProxy proxy) {
    this.bucket = bucket;
    this.namespace = namespace;
    this.client = client;
    this.proxy = proxy;
  }

  /**
   * @param listen where the proxy is reached by workers
   */
  static BucketStore create(MinioServer minio, InetAddress listen, String namespace)
      throws IOException {
    String bucket = "of-" + namespace;
    minio.createBucket(bucket);
    return new BucketStore(
        bucket, namespace, minio.client(), new HttpFaultProxy(minio.port(), listen));
  }

  /** The Secret {@code store} with the credentials. */
  String secret() {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: store}\nstringData: {accessKey: "
        + MinioServer.ACCESS_KEY
        + ", secretKey: "
        + MinioServer.SECRET_KEY
        + "}\n";
  }

  /** As the value of a spec's {@code storage}. */
  String storage() {
    return "{provider: minio, endpoint: \""
        + proxy.endpoint()
        + "\", bucket: "
        + bucket
        + ", secretRef: {name: store}}";
  }

  /** Every request is answered so from now on. */
  void failAll(String fault) {
    proxy.rule(Map.of("fault", fault));
  }

  /**
   * Requests of this method whose path matches are answered so from now on.
   *
   * @param method in lower case; * for all
   */
  void fail(String method, String paths, String fault) {
    proxy.rule(Map.of("op", method, "keys", paths, "fault", fault));
  }

  void heal() {
    proxy.rule(Map.of());
  }

  /** Keys of the backups of a name. */
  List<String> keys(String name) {
    String directory = namespace + "/" + name + "/";
    return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .filter(key -> key.startsWith(directory))
        .toList();
  }

  /** Run-ids of a name that have a manifest. */
  List<String> committed(String name) {
    TreeSet<String> runs = new TreeSet<>();
    for (String key : keys(name)) {
      if (key.endsWith("/manifest.json")) {
        runs.add(key.split("/")[2]);
      }
    }
    return List.copyOf(runs);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    client.close();
  }
}
