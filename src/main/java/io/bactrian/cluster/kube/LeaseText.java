package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What stands in a Lease. Times in it are for people: nobody here reads them. */
final class LeaseText {
  private LeaseText() {}

  static Lease first(String namespace, String name, String holder, Duration duration) {
    Lease blank =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .build();
    return held(blank, holder, duration);
  }

  /** The same, held by {@code holder} from now on; empty: by nobody. */
  static Lease held(Lease lease, String holder, Duration duration) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    Optional<LeaseSpec> before = Optional.ofNullable(lease.getSpec());
    boolean isNew = !holder.equals(holder(lease)) && !holder.isEmpty();
    int transitions = before.map(LeaseSpec::getLeaseTransitions).orElse(0);
    return new LeaseBuilder(lease)
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds((int) Math.max(1, duration.toSeconds()))
        .withLeaseTransitions(isNew && before.isPresent() ? transitions + 1 : transitions)
        .withAcquireTime(isNew ? now : before.map(LeaseSpec::getAcquireTime).orElse(now))
        .withRenewTime(now)
        .endSpec()
        .build();
  }

  static String holder(Lease lease) {
    return Optional.ofNullable(lease.getSpec()).map(LeaseSpec::getHolderIdentity).orElse("");
  }

  /** In nanoseconds; the holder's may be longer than ours. */
  static long duration(Lease lease) {
    return Optional.ofNullable(lease.getSpec())
        .map(LeaseSpec::getLeaseDurationSeconds)
        .map(seconds -> TimeUnit.SECONDS.toNanos(seconds))
        .orElse(0L);
  }
}
