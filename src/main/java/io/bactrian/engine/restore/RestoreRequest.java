package io.bactrian.engine.restore;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.work.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What to restore, and where.
 *
 * @param backup the run; its manifest was checked
 * @param owner who asks, if it asks only once: the uid of a Restore; empty on the command line
 * @param store tries everything once: the routes retry
 * @param ciphers what opens objects of a data-key-id; not asked for "-"
 * @param target need not exist, its parent must
 * @param paths relative to the root; empty: everything
 * @param concurrency objects fetched at once
 * @param attempts how often one object is tried, for the log
 */
public record RestoreRequest(
    BackupView backup,
    String owner,
    ObjectStore store,
    Function<String, Cipherer> ciphers,
    Path target,
    Overwrite overwrite,
    List<String> paths,
    int concurrency,
    int attempts,
    Progress progress) {

  public RestoreRequest {
    paths = List.copyOf(paths);
  }
}
