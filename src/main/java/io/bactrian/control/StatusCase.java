package io.bactrian.control;

import io.bactrian.api.CommonStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.control.Conditions.Outlook;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is known in one look at one resource, and how its status is edited. */
abstract class StatusCase<S extends CommonStatus> {
  /** Longest message of a status, in characters. */
  static final int MESSAGE = 1024;

  private final CustomResource<?, S> resource;
  private final Facts facts;
  private final Instant now;
  private final Rules rules;

  StatusCase(CustomResource<?, S> resource, Facts facts, Instant now, Rules rules) {
    this.resource = resource;
    this.facts = facts;
    this.now = now;
    this.rules = rules;
  }

  abstract S noStatus();

  /** Times of things that happened, that only this kind's status holds; each may be null. */
  abstract String ownTime(S status);

  final Facts facts() {
    return facts;
  }

  /** As the clock says; what is written is {@link #stamp}. */
  final Instant now() {
    return now;
  }

  final Rules rules() {
    return rules;
  }

  final String namespace() {
    return resource.getMetadata().getNamespace();
  }

  final String name() {
    return resource.getMetadata().getName();
  }

  final String uid() {
    return resource.getMetadata().getUid();
  }

  /** As it stands; never null; not to be changed. */
  final S status() {
    return resource.getStatus() == null ? noStatus() : resource.getStatus();
  }

  final boolean hasStatus() {
    return resource.getStatus() != null;
  }

  final int attempt() {
    return status().attempt == null ? 0 : status().attempt;
  }

  final List<RetryRecord> records() {
    return status().backoffRetryStatus == null ? List.of() : status().backoffRetryStatus;
  }

  /** Now, but never before any time that the status holds of things that happened. */
  final Instant stamp() {
    S status = status();
    Instant latest =
        Times.latest(
            now,
            status.timeStarted,
            status.attemptStartedAt,
            status.timeCompleted,
            ownTime(status),
            status.progress == null ? null : status.progress.updatedAt);
    for (RetryRecord record : records()) {
      latest = Times.latest(latest, record.detectFailedAt, record.realRetryAt);
    }
    return latest;
  }

  /** What follows from the answer; where nobody asked yet, the question. */
  final <T> Step given(Question<T> question, Function<T, Step> then) {
    Optional<T> answer = facts.of(question);
    return answer.isPresent() ? then.apply(answer.get()) : new Step.Ask(question);
  }

  /** Of the spec as it stands. */
  final Long generation() {
    return resource.getMetadata().getGeneration();
  }

  /** A copy of the status, for this generation. */
  final S edit() {
    S status = Statuses.copy(status());
    status.observedGeneration = generation();
    return status;
  }

  final void conditions(S status, Outlook outlook, String reason, String message) {
    status.conditions =
        Conditions.of(
            status.conditions, outlook, reason, Texts.cut(message, MESSAGE), generation(), stamp());
  }

  /** Writes the status where it says anything new; else goes on. */
  final Step write(S status, List<Notice> notices, Step otherwise) {
    return Statuses.same(status, status()) ? otherwise : new Step.WriteStatus(status, notices);
  }
}
