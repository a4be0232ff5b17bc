package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A Backup and its controller in a small world: asks, answers and performs as an operator does. */
final class World extends Surroundings {
  final Backup backup;
  final Rules rules;
  final BackupController controller;
  boolean gone;
  Optional<Refusal> refusal = Optional.empty();
  final List<Step> steps = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  final List<JobOrder> started = new ArrayList<>();
  int statusWrites;

  /** Told of every status before it stands; the one before may be null. */
  BiConsumer<BackupStatus, BackupStatus> onStatus = (before, after) -> {};

  private Facts facts = Facts.none();

  World(Backup backup) {
    this(backup, TestRules.standard());
  }

  World(Backup backup, Rules rules) {
    this.backup = backup;
    this.rules = rules;
    this.controller = new BackupController(rules);
  }

  BackupStatus status() {
    return backup.getStatus();
  }

  /** A pass up to its Wait. */
  Step.Wait pass() {
    facts = Facts.none();
    for (int i = 0; i < 60; i++) {
      Optional<Step> step = step();
      if (step.isEmpty()) {
        return new Step.Wait(Optional.empty());
      }
      if (step.get() instanceof Step.Wait wait) {
        return wait;
      }
    }
    throw new AssertionError("no rest: " + steps.subList(steps.size() - 12, steps.size()));
  }

  /** A pass that is killed after so many steps. */
  void brokenPass(int length) {
    facts = Facts.none();
    for (int i = 0; i < length; i++) {
      if (step().filter(step -> !(step instanceof Step.Wait)).isEmpty()) {
        return;
      }
    }
  }

  private Optional<Step> step() {
    if (gone) {
      return Optional.empty();
    }
    Step step = controller.next(backup, facts, now);
    steps.add(step);
    perform(step);
    return Optional.of(step);
  }

  private void perform(Step step) {
    if (step instanceof Step.Ask ask) {
      answer(ask.question());
    } else if (step instanceof Step.WriteStatus write) {
      assertThat(Statuses.same(write.status(), status()))
          .as("a status that says nothing new")
          .isFalse();
      onStatus.accept(status(), (BackupStatus) write.status());
      backup.setStatus((BackupStatus) Statuses.copy(write.status()));
      notices.addAll(write.notices());
      statusWrites++;
    } else if (step instanceof Step.WriteFinalizers write) {
      backup.getMetadata().setFinalizers(new ArrayList<>(write.finalizers()));
      gone = backup.getMetadata().getDeletionTimestamp() != null && write.finalizers().isEmpty();
    } else if (!(step instanceof Step.Wait)) {
      change(step);
    }
  }

  /** Steps that say that they are done keep the facts of the pass; all others drop them. */
  private void change(Step step) {
    if (isTold(step)) {
      facts = facts.with(new Question.Done(step), true);
      return;
    }
    if (step instanceof Step.StartJob start && refusal.isPresent()) {
      facts = facts.with(new Question.Refused(start.order().job()), refusal);
      return;
    }
    facts = Facts.none();
    if (step instanceof Step.StartJob start) {
      start(start.order());
    } else if (step instanceof Step.RemoveJob remove) {
      SimJob job = jobs.get(remove.job());
      if (job != null) {
        job.state = JobFact.State.TERMINATING;
      }
    } else if (step instanceof Step.MakeKey make) {
      secrets.putIfAbsent(place(make.secret()), SecretFact.USABLE);
    } else {
      throw new AssertionError("no step of a Backup: " + step);
    }
  }

  private boolean isTold(Step step) {
    if (step instanceof Step.KeepOrphan keep) {
      orphans.add(keep.path());
    } else if (step instanceof Step.DropCredentials drop) {
      secrets.remove(place(drop.copy()));
    } else if (step instanceof Step.KeepCredentials keep) {
      SecretUse from = keep.secret();
      if (secrets.get(from.namespace() + "/" + from.name()) == SecretFact.USABLE) {
        secrets.put(place(keep.copy()), SecretFact.USABLE);
      }
    } else {
      return false;
    }
    return true;
  }

  private static String place(SecretReference secret) {
    return secret.namespace + "/" + secret.name;
  }

  private void start(JobOrder order) {
    if (jobs.containsKey(order.job())) {
      return;
    }
    boolean elsewhere = !order.job().namespace().equals("shop");
    if (elsewhere || order.order().task.equals("backup")) {
      assertThat(livePods(order.order().uid)).as("workers alive beside a new Job").isEmpty();
    }
    started.add(order);
    jobs.put(order.job(), new SimJob(order.order().uid, order.order().attempt, order));
  }

  private <T> void answer(Question<T> question) {
    assertThat(facts.of(question)).as("asked twice: %s", question).isEmpty();
    facts = facts.with(question, this.<T>look(question));
  }

  @SuppressWarnings("unchecked")
  private <T> T look(Question<?> question) {
    return (T) lookAt(question);
  }

  private Object lookAt(Question<?> question) {
    if (question instanceof Question.Job job) {
      return jobs.containsKey(job.job()) ? jobs.get(job.job()).fact() : JobFact.absent();
    } else if (question instanceof Question.LivePods pods) {
      return livePods(pods.uid());
    } else if (question instanceof Question.Progress) {
      return progress;
    } else if (question instanceof Question.Committed asked) {
      return run(asked);
    } else if (question instanceof Question.Claim claim) {
      return claims.getOrDefault(claim.name(), new ClaimFact(false, List.of(), List.of()));
    } else if (question instanceof Question.Secret secret) {
      return secrets.getOrDefault(place(secret.secret()), SecretFact.MISSING);
    } else if (question instanceof Question.NamespaceEnds) {
      return namespaceEnds;
    } else if (question instanceof Question.Provider provider) {
      return provider.name().equals("sftp");
    } else if (question instanceof Question.LogTask) {
      return logTask;
    }
    throw new AssertionError("no question of a Backup: " + question);
  }

  private RunFact run(Question.Committed asked) {
    if (!storeTrouble.isEmpty()) {
      return RunFact.unknown(storeTrouble);
    }
    RunFact.Run run = committed.get(asked.runId());
    return run == null ? RunFact.none() : RunFact.of(run);
  }

  List<String> notified() {
    return notices.stream().map(Notice::reason).toList();
  }

  <S extends Step> List<S> stepsOf(Class<S> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
