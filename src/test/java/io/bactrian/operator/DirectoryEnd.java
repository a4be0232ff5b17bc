package io.bactrian.operator;

import io.bactrian.testing.MinioServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code bactrian run DIR}: one that serves every world, and one for each that is mortal. */
final class DirectoryEnd implements End {
  private final MinioServer minio;
  private final Map<String, String> properties;
  private final DirectoryOperator shared;
  private final AtomicInteger worlds = new AtomicInteger();

  private DirectoryEnd(MinioServer minio, Path directory, Map<String, String> properties)
      throws IOException {
    this.minio = minio;
    this.properties = properties;
    this.shared = new DirectoryOperator(directory.resolve("shared"), properties);
    shared.start();
  }

  /**
   * @param properties of operators and workers
   */
  static DirectoryEnd startOrSkip(Path directory, Map<String, String> properties)
      throws IOException {
    return new DirectoryEnd(MinioServer.startOrSkip(directory), directory, properties);
  }

  @Override
  public World world(Path directory) throws IOException {
    return new DirectoryWorld(shared, namespace(), () -> {});
  }

  @Override
  public World mortalWorld(Path directory) throws IOException {
    DirectoryOperator own = new DirectoryOperator(directory, properties);
    own.start();
    return new DirectoryWorld(own, namespace(), own::close);
  }

  private String namespace() {
    return "world-" + worlds.incrementAndGet();
  }

  @Override
  public BucketStore store(World world) throws IOException {
    return BucketStore.create(minio, InetAddress.getLoopbackAddress(), world.namespace());
  }

  @Override
  public void close() {
    try (minio) {
      shared.close();
    }
  }
}
