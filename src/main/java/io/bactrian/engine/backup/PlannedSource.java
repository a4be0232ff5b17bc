package io.bactrian.engine.backup;

import io.bactrian.engine.tree.Excludes;
import io.bactrian.engine.tree.TreeWalk;
import io.bactrian.engine.tree.WalkListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

/** The walk of the source, and the plan that is made of it as it goes. */
final class PlannedSource implements AutoCloseable {
  private final TreeWalk walk;
  private final LargeFiles largeFiles;
  private final Bases bases;
  private final Planner planner;

  private PlannedSource(TreeWalk walk, LargeFiles largeFiles, Bases bases, Planner planner) {
    this.walk = walk;
    this.largeFiles = largeFiles;
    this.bases = bases;
    this.planner = planner;
  }

  static PlannedSource open(
      BackupRequest request, Preparation prepared, SourceReport report, Counts counts) {
    Excludes excludes =
        Excludes.of(request.selection().excludes()).withPath(prepared.spool().directory());
    if (request.repositoryDirectory().isPresent()) {
      excludes = excludes.withPath(request.repositoryDirectory().get());
    }
    TreeWalk walk =
        TreeWalk.open(
            request.source(), excludes, prepared.spool().directory(), new Listener(report));
    LargeFiles largeFiles = new LargeFiles(walk.root(), report::vanished);
    Bases bases = prepared.bases();
    EntryDiff diff = new EntryDiff(bases.committed(), counts);
    return new PlannedSource(walk, largeFiles, bases, new Planner(walk, bases, diff, largeFiles));
  }

  Iterator<PlannedChunk> plan() {
    return planner;
  }

  /** The source with every symlink on the way to it resolved. */
  Path root() {
    return walk.root();
  }

  @Override
  public void close() {
    walk.close();
    largeFiles.close();
    bases.close();
  }

  private record Listener(SourceReport report) implements WalkListener {
    @Override
    public void skipped(byte[] path, String why) {
      report.skipped(new String(path, StandardCharsets.UTF_8), why);
    }

    @Override
    public void vanished(byte[] path) {
      report.vanished(new String(path, StandardCharsets.UTF_8));
    }
  }
}
