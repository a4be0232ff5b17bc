package io.bactrian.cli;

import io.bactrian.cluster.Leadership;
import io.bactrian.cluster.kube.LeaderLease;
import java.util.function.BiFunction;

/** The Lease of a cluster as the operator's leadership. */
final class OperatorLease implements Leadership {
  private final BiFunction<Runnable, Runnable, LeaderLease> leases;
  private volatile LeaderLease lease;

  OperatorLease(BiFunction<Runnable, Runnable, LeaderLease> leases) {
    this.leases = leases;
  }

  @Override
  public void campaign(Runnable won, Runnable lost) {
    lease = leases.apply(won, lost);
    lease.start();
  }

  @Override
  public boolean leads() {
    LeaderLease now = lease;
    return now != null && now.isLeader();
  }

  @Override
  public void close() {
    LeaderLease now = lease;
    if (now != null) {
      now.close();
    }
  }
}
