package io.bactrian.reconcile;

import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.RunLookup;
import io.bactrian.control.LogTaskFact;
import io.bactrian.control.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers questions by asking the ends. Keeps nothing. */
public final class Answers {
  private final Map<Class<?>, Function<Question<?>, Object>> byKind = new HashMap<>();

  /**
   * @param providers whether a provider of a name exists
   */
  public Answers(Cluster cluster, RunLookup runs, Predicate<String> providers) {
    on(Question.Job.class, q -> cluster.workers().look(q.job()));
    on(Question.LivePods.class, q -> cluster.workers().livePods(q.namespace(), q.uid()));
    on(Question.Progress.class, q -> cluster.workers().progress(q.job()));
    on(Question.Committed.class, runs::find);
    on(Question.Claim.class, q -> cluster.claim(q.namespace(), q.name(), q.askingUid()));
    on(
        Question.Secret.class,
        q -> cluster.secrets().fact(q.askingNamespace(), q.secret(), q.members()));
    on(Question.WorkloadState.class, q -> cluster.workloads().fact(q.namespace(), q.workload()));
    on(Question.NamespaceEnds.class, q -> cluster.namespaceEnds(q.namespace()));
    on(Question.BackupNamed.class, q -> cluster.backups().get(q.namespace(), q.name()));
    on(Question.BackupsOf.class, q -> BackupsOfSchedule.find(cluster.backups(), q));
    on(Question.Provider.class, q -> providers.test(q.name()));
    on(Question.LogTask.class, q -> new LogTaskFact(false, "no log task runs in this version"));
    on(Question.Refused.class, q -> Optional.empty());
    on(Question.Done.class, q -> false);
    requireAll(Question.class, byKind.keySet());
  }

  private <Q extends Question<?>> void on(Class<Q> kind, Function<Q, Object> answer) {
    byKind.put(kind, question -> answer.apply(kind.cast(question)));
  }

  /** The answer is of the question's type: each entry above pairs the two. */
  @SuppressWarnings("unchecked")
  <T> T to(Question<T> question) {
    return (T) byKind.get(question.getClass()).apply(question);
  }

  /** A kind that nobody handles is a mistake of ours, found at the start. */
  static void requireAll(Class<?> sealed, Set<Class<?>> handled) {
    for (Class<?> kind : List.of(sealed.getPermittedSubclasses())) {
      if (!handled.contains(kind)) {
        throw new IllegalStateException("nobody handles " + kind.getName());
      }
    }
  }
}
