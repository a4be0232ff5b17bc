package io.bactrian.reconcile;

import io.bactrian.cluster.Refused;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.bactrian.control.Controller;
import io.bactrian.control.Facts;
import io.bactrian.control.Question;
import io.bactrian.control.Step;
import io.bactrian.reconcile.PassListener.StatusWrite;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one resource. Ends when the controller waits; when it wants a thing done that this
 * pass did already, since then the cache has not heard of it yet; or after {@value #MAX_STEPS}
 * steps, so that nobody is kept waiting by one resource.
 */
final class Pass<R extends CustomResource<?, ?>> {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final int MAX_STEPS = 200;
  private static final int MAX_WRITES = 20;

  private final ResourceKey key;
  private final Resources<R> resources;
  private final Controller<R> controller;
  private final Reconciler.Ends ends;
  private final Set<String> done = new HashSet<>();
  private R resource;
  private Facts facts = Facts.none();
  private int writes;

  Pass(
      ResourceKey key,
      R resource,
      Resources<R> resources,
      Controller<R> controller,
      Reconciler.Ends ends) {
    this.key = key;
    this.resource = resource;
    this.resources = resources;
    this.controller = controller;
    this.ends = ends;
  }

  Again run() {
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      Instant now = now();
      Step step = controller.next(resource, facts, now);
      if (step instanceof Step.Wait wait) {
        return wait.until().map(Again::at).orElseGet(Again::onChange);
      }
      if (isRepeated(step)) {
        return Again.at(now.plus(SETTLING));
      }
      ends.listener().stepBegins(key, step);
      perform(step);
      ends.listener().stepDone(key, step);
    }
    LOG.debug("{}: {} steps in one pass, more later", key, MAX_STEPS);
    return Again.at(now());
  }

  private Instant now() {
    return ends.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private boolean isRepeated(Step step) {
    return ends.deeds().name(step).filter(name -> !done.add(name)).isPresent();
  }

  private void perform(Step step) {
    if (step instanceof Step.Ask ask) {
      answer(ask.question());
    } else if (step instanceof Step.WriteStatus write) {
      writeStatus(write);
    } else if (step instanceof Step.WriteFinalizers write) {
      writeFinalizers(write.finalizers());
    } else if (step instanceof Step.StartJob start) {
      startJob(start);
    } else {
      ends.deeds().perform(key.namespace(), step);
      facts = Deeds.isSilent(step) ? facts.with(new Question.Done(step), true) : Facts.none();
    }
  }

  /** A refusal is news for the controller, which knows whom to tell. */
  private void startJob(Step.StartJob step) {
    try {
      ends.deeds().perform(key.namespace(), step);
      facts = Facts.none();
    } catch (Refused e) {
      Question.Refused refused = new Question.Refused(step.order().job());
      facts = facts.with(refused, Optional.of(e.refusal()));
    }
  }

  private <T> void answer(Question<T> question) {
    if (facts.of(question).isPresent()) {
      throw new IllegalStateException(key + ": asked twice in a row: " + question);
    }
    facts = facts.with(question, ends.answers().to(question));
  }

  private void writeStatus(Step.WriteStatus write) {
    countWrite();
    Object before = resource.getStatus();
    setStatus(resource, write.status());
    resource = resources.writeStatus(resource);
    write.notices().forEach(notice -> ends.signals().tell(key, resource, notice));
    ends.listener().wrote(new StatusWrite(key, before, resource, write.notices(), facts));
  }

  private void writeFinalizers(List<String> finalizers) {
    countWrite();
    resource.getMetadata().setFinalizers(finalizers);
    resource = resources.writeFinalizers(resource);
  }

  private void countWrite() {
    writes++;
    if (writes > MAX_WRITES) {
      throw new IllegalStateException(
          key + ": more than " + MAX_WRITES + " writes in one pass; the controller finds no rest");
    }
  }

  /** A controller writes the status class of its own resource. */
  @SuppressWarnings("unchecked")
  private static <R extends CustomResource<?, ?>> void setStatus(R resource, Object status) {
    ((CustomResource<?, Object>) resource).setStatus(status);
  }
}
