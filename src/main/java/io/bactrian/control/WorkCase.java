package io.bactrian.control;

import io.bactrian.api.CommonStatus;
import io.bactrian.api.FailureStatus;
import io.bactrian.control.Conditions.Outlook;
import io.bactrian.engine.work.Durations;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One look at one resource that a worker is made for: the steps that a Backup and a Restore have in
 * common.
 */
abstract class WorkCase<S extends CommonStatus> extends StatusCase<S> {
  /** While something is missing that nobody tells us about. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private static final Duration LONG_PENDING = Duration.ofMinutes(2);

  WorkCase(CustomResource<?, S> resource, Facts facts, Instant now, Rules rules) {
    super(resource, facts, now, rules);
  }

  /** The Job of its worker. */
  abstract JobKey job();

  /** Notice of the final failure. */
  abstract String failedKeyword();

  /** Says in the conditions what is waited for, and looks again. */
  final Step waitSaying(String reason, String message, Duration howLong) {
    return waitSaying(reason, message, howLong, List.of());
  }

  /**
   * @param notices told when this is news
   */
  final Step waitSaying(String reason, String message, Duration howLong, List<Notice> notices) {
    S status = edit();
    if (status.phase == null) {
      status.phase = Phase.SCHEDULED.text();
    }
    conditions(status, Outlook.WORKING, reason, message);
    return write(status, notices, Step.Wait.until(now().plus(howLong)));
  }

  /** Why the API server did not take this Job, where it was offered in this pass. */
  final Optional<Refusal> refusal(JobKey job) {
    return facts().of(new Question.Refused(job)).flatMap(Function.identity());
  }

  /** What only {@code spec.pod} can have to do with is the user's to correct. */
  final Step refused(Refusal refusal, boolean ownPod) {
    String message = refusal.text(job());
    String hint = "correct spec.pod, which may be changed";
    return refusal.lasting() && ownPod
        ? invalid(List.of(new Problem("spec.pod", "", message, hint)))
        : missing(Keywords.JOB_REFUSED, message, Patience.UNTOLD);
  }

  /** The Job is there: from here on one that is not there is a lost one. */
  final Step started(String message) {
    S status = edit();
    if (Phase.INVALID.is(status.phase)) {
      status.failure = null;
    }
    status.phase = Phase.SCHEDULED.text();
    status.attemptStartedAt = stamp().toString();
    conditions(status, Outlook.WORKING, Keywords.SCHEDULED, message);
    return new Step.WriteStatus(status, List.of());
  }

  /** The worker's pod does not run yet: says why, once it takes long. */
  final Step podPending(JobFact fact) {
    Instant since = Times.parse(status().attemptStartedAt).orElse(now());
    boolean usual = now().isBefore(since.plus(LONG_PENDING)) || fact.containerReason().isEmpty();
    return usual
        ? Step.Wait.until(now().plus(LOOK_AGAIN))
        : waitSaying(
            fact.reasonWord("PodPending"),
            "the pod of Job " + job().name() + " does not start: " + fact.containerReason(),
            LOOK_AGAIN);
  }

  /** Something that the spec names is not there; it may come. */
  final Step missing(String reason, String message, Patience patience) {
    S status = edit();
    status.phase = Phase.SCHEDULED.text();
    status.failure = null;
    conditions(status, Outlook.WORKING, reason, message);
    Duration wait = patience.next(waitingSince(), now(), rules().machinePaths());
    return write(
        status, List.of(Notice.warning(reason, message)), Step.Wait.until(now().plus(wait)));
  }

  /** Since when it has been under way; now, where the status does not say so yet. */
  private Instant waitingSince() {
    return Conditions.find(status().conditions, "Reconciling")
        .filter(condition -> "True".equals(condition.status))
        .flatMap(condition -> Times.parse(condition.lastTransitionTime))
        .orElse(now());
  }

  /** Final until the spec changes: nothing is looked at again by itself. */
  final Step invalid(List<Problem> problems) {
    S status = edit();
    status.phase = Phase.INVALID.text();
    status.failure = Problems.failure(problems);
    conditions(status, Outlook.STALLED, Keywords.INVALID_SPEC, status.failure.message);
    return write(
        status,
        List.of(Notice.warning(Keywords.INVALID_SPEC, status.failure.message)),
        Step.Wait.forChange());
  }

  /**
   * For good.
   *
   * @param before notices told first
   */
  final Step failed(S status, FailureStatus failure, List<Notice> before) {
    status.phase = Phase.FAILED.text();
    status.failure = failure;
    end(status);
    conditions(status, Outlook.STALLED, failure.reason, failure.message);
    List<Notice> notices = new ArrayList<>(before);
    notices.add(Notice.warning(failedKeyword(), failure.reason + ": " + failure.message));
    return new Step.WriteStatus(status, notices);
  }

  /** It is over: when, and how long it took. */
  final void end(S status) {
    Instant stamp = stamp();
    status.timeCompleted = stamp.toString();
    Times.parse(status.timeStarted)
        .ifPresent(started -> status.duration = Durations.text(Duration.between(started, stamp)));
  }

  /** Final; only says that it has seen a changed spec. */
  final Step stay() {
    return seen(Step.Wait.forChange());
  }

  /** A wait, but before it the word that a changed spec was seen; any other step as it is. */
  final Step seen(Step step) {
    Long generation = generation();
    if (!(step instanceof Step.Wait)
        || !hasStatus()
        || Objects.equals(status().observedGeneration, generation)) {
      return step;
    }
    S status = edit();
    if (status.conditions != null) {
      status.conditions.forEach(condition -> condition.observedGeneration = generation);
    }
    return write(status, List.of(), step);
  }

  /** The first words of both, as far as a status has room. */
  static FailureStatus failure(String kind, String reason, String message, String hint) {
    FailureStatus failure = new FailureStatus();
    failure.failureClass = kind;
    failure.reason = reason;
    failure.message = Texts.cut(message, MESSAGE);
    failure.hint = Texts.cut(hint, MESSAGE / 2);
    return failure;
  }
}
