package io.bactrian.worker;

import io.bactrian.engine.repo.DeletionResult;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.LockRequest;
import io.bactrian.engine.repo.LockTimes;
import io.bactrian.engine.repo.RemovalRun;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.route.RemovalSteps;
import io.bactrian.route.Runtime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Deletion of runs over the routes: under the name's lock, only what no other run needs. */
public final class RemovalWork {
  private static final List<String> ROUTES = List.of("prune.yaml");

  private RemovalWork() {}

  public static Connection connect(Connector connector, Place place) {
    return connector.connect(place, ROUTES, Map.of("removal", new RemovalSteps()));
  }

  /**
   * @param store of a connection of {@link #connect}, or a view of it
   * @param choice which runs are to go; asked under the lock
   */
  public static DeletionResult remove(
      Runtime runtime,
      ObjectStore store,
      Layout layout,
      LockRequest request,
      LockTimes lock,
      Function<Runs, Collection<RunId>> choice) {
    RemovalRun run = new RemovalRun(store, layout, request, lock, choice);
    return runtime.call("direct:prune", run, DeletionResult.class);
  }
}
