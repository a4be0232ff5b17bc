package io.bactrian.operator;

import io.bactrian.testing.HttpFaultProxy;
import io.bactrian.testing.MinioServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a real MinIO behind a proxy that spoils requests. */
final class BucketStore implements AutoCloseable {
  private static final String BUCKET = "backups";

  private final MinioServer minio;
  private final HttpFaultProxy proxy;

  private BucketStore(MinioServer minio, HttpFaultProxy proxy) {
    this.minio = minio;
    this.proxy = proxy;
  }

  static BucketStore startOrSkip(Path directory) throws IOException {
    MinioServer minio = MinioServer.startOrSkip(directory);
    minio.createBucket(BUCKET);
    return new BucketStore(minio, new HttpFaultProxy(minio.port()));
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
        + BUCKET
        + ", secretRef: {name: store}}";
  }

  /** Every request is answered so from now on. */
  void failAll(String fault) {
    proxy.rule(Map.of("fault", fault));
  }

  /**
   * Requests of this method whose path matches are answered so from now on.
   *
   * @param method in lower case
   */
  void fail(String method, String paths, String fault) {
    proxy.rule(Map.of("op", method, "keys", paths, "fault", fault));
  }

  void heal() {
    proxy.rule(Map.of());
  }

  /** All keys that are there. */
  List<String> keys() {
    try (S3Client client = minio.client()) {
      return client.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
          .map(S3Object::key)
          .toList();
    }
  }

  /** Run-ids of a name that have a manifest. */
  List<String> committed(String name) {
    return parts(name, "manifest.json");
  }

  private List<String> parts(String name, String ending) {
    TreeSet<String> runs = new TreeSet<>();
    for (String key : keys()) {
      if (key.startsWith("default/" + name + "/") && key.endsWith("/" + ending)) {
        runs.add(key.split("/")[2]);
      }
    }
    return List.copyOf(runs);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    minio.close();
  }
}
