package io.bactrian.cluster.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Job as it is remembered: {@code .bactrian/jobs/<namespace>.<name>.json}. Holds no secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
final class JobState {
  @JsonProperty String namespace;
  @JsonProperty String name;
  @JsonProperty WorkerOrder order;
  @JsonProperty String resourceNamespace;
  @JsonProperty boolean owned;
  @JsonProperty String dataClaim;
  @JsonProperty String repositoryClaim;
  @JsonProperty UsedSecret storageSecret;
  @JsonProperty UsedSecret key;
  @JsonProperty JobFact.State state;
  @JsonProperty String endedAt;
  @JsonProperty WorkerEnd end;

  /** Why it ended without a word of the worker. */
  @JsonProperty String reason;

  static final class UsedSecret {
    @JsonProperty String namespace;
    @JsonProperty String name;
    @JsonProperty List<String> members;

    private static UsedSecret of(SecretUse use) {
      UsedSecret used = new UsedSecret();
      used.namespace = use.namespace();
      used.name = use.name();
      used.members = use.members();
      return used;
    }
  }

  static JobState of(JobOrder order) {
    JobState state = new JobState();
    state.namespace = order.job().namespace();
    state.name = order.job().name();
    state.order = order.order();
    state.resourceNamespace = order.resourceNamespace();
    state.owned = order.owned();
    state.dataClaim = order.dataClaim().orElse(null);
    state.repositoryClaim = order.repositoryClaim().orElse(null);
    state.storageSecret = order.storageSecret().map(UsedSecret::of).orElse(null);
    state.key = order.key().map(UsedSecret::of).orElse(null);
    state.state = JobFact.State.PENDING;
    return state;
  }

  JobKey key() {
    return new JobKey(namespace, name);
  }

  /** The resource that it works for. */
  ResourceKey resource() {
    return new ResourceKey(order.kind, order.namespace, order.name);
  }

  /** How it stands, in the words of a cluster. */
  JobFact fact() {
    return new JobFact(
        state,
        order.attempt,
        order.uid,
        Optional.empty(),
        Optional.ofNullable(endedAt).map(Instant::parse),
        Optional.ofNullable(end),
        exitCode(),
        reason == null ? "" : reason);
  }

  private Optional<Integer> exitCode() {
    if (end != null) {
      return Optional.of(end.exitCode);
    }
    return state == JobFact.State.FAILED ? Optional.of(1) : Optional.empty();
  }
}
