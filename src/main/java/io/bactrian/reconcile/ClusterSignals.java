package io.bactrian.reconcile;

import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.client.CustomResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Event about the resource, and a log line that begins with the notice's keyword. */
public final class ClusterSignals implements Signals {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSignals.class);

  private final Cluster cluster;

  public ClusterSignals(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void tell(ResourceKey about, CustomResource<?, ?> resource, Notice notice) {
    if (notice.warning()) {
      LOG.warn("{} {}: {}", notice.reason(), about, notice.message());
    } else {
      LOG.info("{} {}: {}", notice.reason(), about, notice.message());
    }
    cluster.tell(about, resource.getMetadata().getUid(), notice);
  }
}
