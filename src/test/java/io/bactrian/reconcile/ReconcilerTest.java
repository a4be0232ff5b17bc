package io.bactrian.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Controller;
import io.bactrian.control.JobKey;
import io.bactrian.control.Notice;
import io.bactrian.control.RunFact;
import io.bactrian.control.Step;
import io.bactrian.testing.SimulatedCluster;
import io.bactrian.testing.SimulatedWorld;
import io.bactrian.testing.ToyController;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final ResourceKey KEY = SimulatedWorld.key("a");

  private final SimulatedWorld world = new SimulatedWorld(Clock.systemUTC());
  private final List<String> steps = new ArrayList<>();

  private final PassListener recording =
      new PassListener() {
        @Override
        public void stepDone(ResourceKey key, Step step) {
          steps.add(step.getClass().getSimpleName());
        }
      };

  @BeforeEach
  void aNewBackup() {
    world.backups().create(SimulatedWorld.backup("a"));
  }

  private Reconciler<Backup> operator(Controller<Backup> controller, PassListener listener) {
    SimulatedCluster cluster = world.connect();
    return new Reconciler<>(
        cluster.backups(),
        controller,
        new Reconciler.Ends(
            new Answers(cluster, question -> RunFact.none(), provider -> true),
            new Deeds(cluster),
            new ClusterSignals(cluster),
            listener,
            Clock.systemUTC()));
  }

  private Reconciler<Backup> operator() {
    return operator(new ToyController(), recording);
  }

  private static WorkerEnd good() {
    WorkerEnd end = new WorkerEnd();
    end.exitCode = 0;
    return end;
  }

  @Test
  void onePass_goesOnUntilThereIsNothingToDoButWait() {
    Again again = operator().reconcile(KEY);
    assertThat(steps).containsExactly("WriteStatus", "Ask", "StartJob", "Ask");
    assertThat(again.at()).isPresent();
    assertThat(world.started).hasSize(1);
  }

  @Test
  void aResourceThatIsGone_wantsNothing() {
    assertThat(operator().reconcile(SimulatedWorld.key("gone"))).isEqualTo(Again.onChange());
  }

  @Test
  void whoeverWritesInBetween_wins_andNothingIsTold() {
    Reconciler<Backup> operator = operator();
    world.backups().beforeWrite(() -> world.backups().touch("a"));
    assertThatThrownBy(() -> operator.reconcile(KEY)).isInstanceOf(Conflict.class);
    assertThat(world.told).isEmpty();
    assertThat(world.started).isEmpty();
    assertThat(world.backups().now("a").getStatus()).isNull();
    world.backups().beforeWrite(() -> {});
    operator.reconcile(KEY);
    assertThat(world.told).extracting(told -> told.notice().reason()).containsExactly("Started");
  }

  @Test
  void aWriteThatFails_leavesTheDecisionToBeMadeAgain() {
    Reconciler<Backup> operator = operator();
    operator.reconcile(KEY);
    world.end(new JobKey("ns", "backup-a"), good());
    world
        .backups()
        .beforeWrite(
            () -> {
              throw new IllegalStateException("unreachable");
            });
    assertThatThrownBy(() -> operator.reconcile(KEY)).hasMessage("unreachable");
    assertThat(world.told).hasSize(1);
    world.backups().beforeWrite(() -> {});
    operator.reconcile(KEY);
    assertThat(world.backups().now("a").getStatus().phase).isEqualTo("Complete");
    assertThat(world.told).hasSize(2);
  }

  @Test
  void whatTheCacheHasNotHeardOfYet_isNotDoneOverAndOver() {
    Controller<Backup> creating =
        (backup, facts, now) -> new Step.CreateBackup(SimulatedWorld.backup("made"));
    Again again = operator(creating, recording).reconcile(KEY);
    assertThat(steps).containsExactly("CreateBackup");
    assertThat(again.at()).isPresent();
  }

  @Test
  void aControllerThatFindsNoRest_isStopped() {
    Controller<Backup> restless =
        (backup, facts, now) -> new Step.WriteStatus(new BackupStatus(), List.of());
    assertThatThrownBy(() -> operator(restless, recording).reconcile(KEY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Backup ns/a");
    assertThat(world.backups().statusWrites()).isEqualTo(20);
  }

  /** The process dies there. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static PassListener killingAt(int step, boolean before) {
    int[] count = {0};
    return new PassListener() {
      @Override
      public void stepBegins(ResourceKey key, Step next) {
        die(before);
      }

      @Override
      public void stepDone(ResourceKey key, Step done) {
        die(!before);
      }

      private void die(boolean here) {
        if (here && ++count[0] == step) {
          throw new Killed();
        }
      }
    };
  }

  @Test
  void killedBeforeOrAfterAnyStep_aFreshOperatorCarriesOn_andStartsNoSecondJob() {
    for (int step = 1; step <= 4; step++) {
      for (boolean before : new boolean[] {true, false}) {
        String name = "killed-" + step + before;
        world.backups().create(SimulatedWorld.backup(name));
        ResourceKey key = SimulatedWorld.key(name);
        Reconciler<Backup> dying = operator(new ToyController(), killingAt(step, before));
        assertThatThrownBy(() -> dying.reconcile(key)).isInstanceOf(Killed.class);
        operator().reconcile(key);
        assertThat(world.started.stream().filter(o -> o.order().name.equals(name))).hasSize(1);
        world.end(new JobKey("ns", "backup-" + name), good());
        operator().reconcile(key);
        assertThat(world.backups().now(name).getStatus().phase).isEqualTo("Complete");
      }
    }
  }

  @Test
  void noticesAreToldInOrder_afterTheirWrite() {
    Controller<Backup> speaking =
        (backup, facts, now) -> {
          if (backup.getStatus() != null) {
            return Step.Wait.forChange();
          }
          return new Step.WriteStatus(
              new BackupStatus(), List.of(Notice.normal("One", ""), Notice.warning("Two", "")));
        };
    List<Integer> writesWhenTold = new ArrayList<>();
    PassListener listener =
        new PassListener() {
          @Override
          public void wrote(StatusWrite write) {
            writesWhenTold.add(world.told.size());
          }
        };
    operator(speaking, listener).reconcile(KEY);
    assertThat(world.told).extracting(t -> t.notice().reason()).containsExactly("One", "Two");
    assertThat(writesWhenTold).containsExactly(2);
  }
}
