package io.bactrian.operator;

import io.bactrian.testing.MinioServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Assumptions;

/**
 * The operator that {@code kubectl apply -k deploy} started on a real cluster with a real node;
 * {@code KUBECONFIG} says where. One operator serves every world, so a mortal one has it alone.
 */
final class ClusterEnd implements End {
  /** An address of this machine that pods reach. */
  private static final String STORE_ADDRESS = "BACTRIAN_CLUSTER_STORE_ADDRESS";

  private final MinioServer minio;
  private final InetAddress address;
  private final KubernetesClient client;
  private final ClusterOperator operator;
  private final ReadWriteLock deaths = new ReentrantReadWriteLock();
  private final AtomicInteger worlds = new AtomicInteger();

  private ClusterEnd(MinioServer minio, InetAddress address) {
    this.minio = minio;
    this.address = address;
    this.client = new KubernetesClientBuilder().build();
    this.operator = new ClusterOperator(client);
  }

  /**
   * @param properties of operator and workers, from now on and until this is closed
   */
  static ClusterEnd startOrSkip(Path directory, Map<String, String> properties) throws IOException {
    String address = System.getenv(STORE_ADDRESS);
    Assumptions.assumeTrue(
        address != null && System.getenv("KUBECONFIG") != null,
        "no cluster: .ci/cluster-end-to-end contracts starts one, and these tests");
    ClusterEnd end =
        new ClusterEnd(MinioServer.startOrSkip(directory), InetAddress.getByName(address));
    end.operator.configure(directory.resolve("overlay"), properties);
    return end;
  }

  @Override
  public World world(Path directory) throws IOException {
    return world(directory, deaths.readLock());
  }

  @Override
  public World mortalWorld(Path directory) throws IOException {
    return world(directory, deaths.writeLock());
  }

  private World world(Path directory, Lock lock) throws IOException {
    lock.lock();
    try {
      return new ClusterWorld(
          client, operator, "world-" + worlds.incrementAndGet(), directory, lock::unlock);
    } catch (IOException | RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  @Override
  public BucketStore store(World world) throws IOException {
    return BucketStore.create(minio, address, world.namespace());
  }

  @Override
  public void close() {
    try (minio;
        client) {
      operator.unconfigure();
    }
  }
}
