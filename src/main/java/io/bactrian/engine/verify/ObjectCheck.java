package io.bactrian.engine.verify;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.restore.ChunkReader;
import io.bactrian.engine.restore.Fetch;
import io.bactrian.engine.restore.PlannedChunk;
import io.bactrian.engine.restore.SortedPlan;

/** Reads one object, checks its hash and every chunk in it, and keeps nothing. */
final class ObjectCheck extends Fetch {
  private final VerifyRun run;
  private final SortedPlan.Wanted wanted;

  ObjectCheck(VerifyRun run, SortedPlan.Wanted wanted) {
    super("object " + (wanted.number() + 1), wanted.object(), run.attempts());
    this.run = run;
    this.wanted = wanted;
  }

  @Override
  protected void tryOnce() {
    try (ChunkReader reader = new ChunkReader(run.view().format())) {
      run.reads()
          .read(
              object(),
              plain ->
                  reader.readAll(
                      plain,
                      run.chunks(),
                      wanted,
                      NOWHERE,
                      length -> run.progress().advance(length)));
    }
  }

  @Override
  public void fetched() {
    run.checked(object());
  }

  @Override
  protected void givenUp(Throwable cause) {
    run.checkFailed(wanted, cause);
  }

  private static final ChunkReader.Sink NOWHERE =
      new ChunkReader.Sink() {
        @Override
        public void file(EntryRecord entry, byte[] bytes, int offset, int length) {}

        @Override
        public void range(PlannedChunk chunk, byte[] bytes) {}
      };
}
