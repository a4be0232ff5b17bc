package io.bactrian.control;

import io.bactrian.api.Names;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.RestoreStatus.ScaledWorkload;
import io.bactrian.api.Workload;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The workload that uses the data: remembered, guarded by a finalizer, stopped, put back. It is put
 * back whatever becomes of the Restore; only once, so that whoever scales it afterwards is heeded.
 */
final class RestoreWorkload {
  /** A workload that is stopped for longer, with no worker at work, is put back: Failed. */
  private static final Duration STANDSTILL = Duration.ofMinutes(30);

  private static final Duration READY_EXPECTED = Duration.ofMinutes(10);

  private RestoreWorkload() {}

  /** Once nothing of the workload and nobody else uses the data, goes on. */
  static Step stopped(RestoreCase c, Supplier<Step> then) {
    Workload workload = c.spec().target.workload;
    if (workload == null) {
      return claimFree(c, then);
    }
    if (!c.guarded()) {
      List<String> finalizers = new ArrayList<>(present(c));
      finalizers.add(Names.RESTORE_PROTECTION);
      return new Step.WriteFinalizers(finalizers);
    }
    return c.given(
        new Question.WorkloadState(c.namespace(), workload), fact -> stop(c, workload, fact, then));
  }

  private static Step stop(
      RestoreCase c, Workload workload, WorkloadFact fact, Supplier<Step> then) {
    if (c.status().workload == null) {
      return fact.exists()
          ? remember(c, workload, fact)
          : c.missing(
              Keywords.WORKLOAD_NOT_FOUND,
              "spec.target.workload: there is no " + shown(workload) + "; waiting for it",
              Patience.UNTOLD);
    }
    if (fact.replicas() > 0) {
      return new Step.Scale(c.namespace(), workload, 0);
    }
    return fact.existing() > 0
        ? standStill(
            c,
            Keywords.STOPPING_WORKLOAD,
            "waiting for " + fact.existing() + " pods of " + shown(workload) + " to end",
            "see why its pods do not end")
        : claimFree(c, then);
  }

  private static Step remember(RestoreCase c, Workload workload, WorkloadFact fact) {
    RestoreStatus status = c.edit();
    status.phase = Phase.PREPARE.text();
    status.failure = null;
    status.timeStarted = c.stamp().toString();
    status.workload = new ScaledWorkload();
    status.workload.kind = workload.kind;
    status.workload.name = workload.name;
    status.workload.replicas = fact.replicas();
    status.workload.restored = false;
    String message = "scaling " + shown(workload) + " from " + fact.replicas() + " to 0";
    c.conditions(status, Outlook.WORKING, Keywords.STOPPING_WORKLOAD, message);
    return new Step.WriteStatus(
        status, List.of(Notice.normal(Keywords.STOPPING_WORKLOAD, message)));
  }

  private static Step claimFree(RestoreCase c, Supplier<Step> then) {
    if (c.claim().isEmpty()) {
      return then.get();
    }
    String claim = c.claim().get();
    return c.given(
        new Question.Claim(c.namespace(), claim, c.uid()),
        fact ->
            fact.exists() && fact.users().isEmpty()
                ? then.get()
                : standStill(
                    c,
                    fact.exists() ? Keywords.CLAIM_IN_USE : Keywords.CLAIM_NOT_FOUND,
                    fact.exists()
                        ? "claim '"
                            + claim
                            + "' is mounted by pod "
                            + fact.users().get(0)
                            + "; waiting until it is free"
                        : "there is no claim '" + claim + "'; waiting for it",
                    "stop that pod, or name its workload in spec.target.workload"));
  }

  /** Waits for ever where nothing was stopped; else within bounds. */
  private static Step standStill(RestoreCase c, String reason, String message, String hint) {
    boolean over = c.owed().isPresent() && !c.now().isBefore(idleSince(c).plus(STANDSTILL));
    return over
        ? RestoreEnds.failed(c, RestoreCase.failure("usage", reason, message, hint), List.of())
        : c.waitSaying(
            reason, message + " (" + hint + ")", RestoreCase.SOON, news(c, reason, message));
  }

  /** What is waited for before anything was begun may be waited for without end. */
  private static List<Notice> news(RestoreCase c, String reason, String message) {
    return c.owed().isEmpty() ? List.of(Notice.warning(reason, message)) : List.of();
  }

  private static Instant idleSince(RestoreCase c) {
    Instant since = Times.parse(c.status().timeStarted).orElse(c.now());
    return c.records().stream()
        .flatMap(record -> Times.parse(record.realRetryAt).stream())
        .max(Instant::compareTo)
        .orElse(since);
  }

  /** Scales the workload to what it was; then goes on. */
  static Step putBack(RestoreCase c, Supplier<Step> then) {
    if (c.owed().isEmpty()) {
      return then.get();
    }
    ScaledWorkload owed = c.owed().get();
    Workload workload = RestoreCase.workload(owed);
    return c.given(
        new Question.WorkloadState(c.namespace(), workload),
        fact ->
            fact.exists() && fact.replicas() != owed.replicas
                ? new Step.Scale(c.namespace(), workload, owed.replicas)
                : noted(c, workload, owed.replicas));
  }

  private static Step noted(RestoreCase c, Workload workload, int replicas) {
    RestoreStatus status = c.edit();
    status.workload.restored = true;
    return new Step.WriteStatus(
        status,
        List.of(
            Notice.normal(
                Keywords.WORKLOAD_PUT_BACK,
                shown(workload) + " has " + replicas + " replicas again")));
  }

  /** After it was put back: Complete once as many pods are ready as it asks for now. */
  static Step ready(RestoreCase c) {
    ScaledWorkload remembered = c.status().workload;
    if (remembered == null) {
      return RestoreEnds.complete(c);
    }
    Workload workload = RestoreCase.workload(remembered);
    return c.given(
        new Question.WorkloadState(c.namespace(), workload),
        fact ->
            !fact.exists() || fact.ready() >= fact.replicas()
                ? RestoreEnds.complete(c)
                : notReady(c, workload));
  }

  private static Step notReady(RestoreCase c, Workload workload) {
    Instant since = Times.parse(c.status().dataRestoredAt).orElse(c.now());
    if (c.now().isBefore(since.plus(READY_EXPECTED))) {
      return c.waitSaying(
          Keywords.STARTING_WORKLOAD,
          "data restored; waiting until " + shown(workload) + " is ready",
          RestoreCase.SOON);
    }
    String message =
        "data restored, but "
            + shown(workload)
            + " is not ready since "
            + since
            + ": see its pods; their data may not be what they expect";
    return c.waitSaying(
        Keywords.WORKLOAD_NOT_READY,
        message,
        RestoreCase.LOOK_AGAIN,
        List.of(Notice.warning(Keywords.WORKLOAD_NOT_READY, message)));
  }

  /** The finalizer off; then goes on. */
  static Step release(RestoreCase c, Supplier<Step> then) {
    if (!c.guarded()) {
      return then.get();
    }
    List<String> finalizers = new ArrayList<>(present(c));
    finalizers.remove(Names.RESTORE_PROTECTION);
    return new Step.WriteFinalizers(finalizers);
  }

  private static List<String> present(RestoreCase c) {
    List<String> finalizers = c.restore().getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }

  private static String shown(Workload workload) {
    return workload.kind + " " + workload.name;
  }
}
