package io.bactrian.reconcile;

import io.bactrian.api.SecretReference;
import io.bactrian.cluster.Cluster;
import io.bactrian.control.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Performs the steps that change the world: Jobs, workloads, other resources, Secrets. */
public final class Deeds {
  private static final Set<Class<?>> OF_A_PASS =
      Set.of(Step.Ask.class, Step.WriteStatus.class, Step.WriteFinalizers.class, Step.Wait.class);

  private final Map<Class<?>, Deed<Step>> byKind = new HashMap<>();

  public Deeds(Cluster cluster) {
    on(
        Step.StartJob.class,
        step -> "start " + step.order().job(),
        (ns, step) -> cluster.workers().start(step.order()));
    on(
        Step.RemoveJob.class,
        step -> "remove " + step.job(),
        (ns, step) -> cluster.workers().remove(step.job()));
    on(
        Step.Scale.class,
        step -> "scale " + step.namespace() + "/" + step.workload().name + " to " + step.replicas(),
        (ns, step) ->
            cluster.workloads().scale(step.namespace(), step.workload(), step.replicas()));
    on(
        Step.CreateBackup.class,
        step -> "create " + step.backup().getMetadata().getName(),
        (ns, step) -> cluster.backups().create(step.backup()));
    on(
        Step.DeleteBackup.class,
        step -> "delete " + step.uid(),
        (ns, step) -> cluster.backups().delete(step.namespace(), step.name(), step.uid()));
    on(
        Step.MakeKey.class,
        step -> "key " + text(step.secret()) + " " + step.member(),
        (ns, step) -> cluster.secrets().makeKey(ns, step.secret(), step.member()));
    on(
        Step.KeepOrphan.class,
        step -> "orphan " + step.path(),
        (ns, step) -> cluster.keepOrphan(step.path(), step.why()));
    on(
        Step.KeepCredentials.class,
        step -> "keep " + text(step.copy()),
        (ns, step) -> cluster.secrets().keep(ns, step.secret(), step.copy()));
    on(
        Step.DropCredentials.class,
        step -> "drop " + text(step.copy()),
        (ns, step) -> cluster.secrets().drop(step.copy()));
    on(
        Step.WriteCleanPolicy.class,
        step -> "policy " + step.uid() + " " + step.cleanPolicy(),
        (ns, step) ->
            cluster.writeCleanPolicy(
                step.namespace(), step.name(), step.uid(), step.cleanPolicy()));
    Set<Class<?>> handled = new HashSet<>(byKind.keySet());
    handled.addAll(OF_A_PASS);
    Answers.requireAll(Step.class, handled);
  }

  /** What is done, for the namespace of the resource that asks. */
  private interface Doing<S> {
    void perform(String namespace, S step);
  }

  private record Deed<S>(Function<S, String> name, Doing<S> doing) {}

  private <S extends Step> void on(Class<S> kind, Function<S, String> name, Doing<S> doing) {
    byKind.put(
        kind,
        new Deed<>(
            step -> name.apply(kind.cast(step)),
            (namespace, step) -> doing.perform(namespace, kind.cast(step))));
  }

  private static String text(SecretReference secret) {
    return secret.namespace + "/" + secret.name;
  }

  /** Whether its effect shows in no answer: the controller is told instead that it was done. */
  static boolean isSilent(Step step) {
    return step instanceof Step.KeepOrphan
        || step instanceof Step.KeepCredentials
        || step instanceof Step.DropCredentials;
  }

  void perform(String namespace, Step step) {
    byKind.get(step.getClass()).doing().perform(namespace, step);
  }

  /** The same for two steps that do the same; empty for steps that change no world. */
  Optional<String> name(Step step) {
    return Optional.ofNullable(byKind.get(step.getClass())).map(deed -> deed.name().apply(step));
  }
}
