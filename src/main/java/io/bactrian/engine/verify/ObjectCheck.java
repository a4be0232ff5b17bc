package io.bactrian.engine.verify;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.ChunkReader;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.PlannedChunk;
import io.bactrian.engine.read.SortedPlan;

/** Reads one object, checks its hash and every chunk in it, and keeps nothing. */
final class ObjectCheck extends Fetch {
  private final Look look;
  private final ObjectChecks checks;
  private final ChunkPlan plan;
  private final SortedPlan.Wanted wanted;

  ObjectCheck(Look look, ObjectChecks checks, ChunkPlan plan, SortedPlan.Wanted wanted) {
    super("object " + (wanted.number() + 1), wanted.object(), look.feed().attempts());
    this.look = look;
    this.checks = checks;
    this.plan = plan;
    this.wanted = wanted;
  }

  @Override
  protected void tryOnce() {
    try (ChunkReader reader = new ChunkReader(look.view().format())) {
      look.feed()
          .reads()
          .read(
              object(),
              plain ->
                  reader.readAll(plain, plan, wanted, NOWHERE, look.request().progress()::advance));
    }
  }

  @Override
  public void fetched() {
    checks.checked(object());
  }

  @Override
  protected void givenUp(Throwable cause) {
    checks.failed(wanted, cause);
  }

  private static final ChunkReader.Sink NOWHERE =
      new ChunkReader.Sink() {
        @Override
        public void file(EntryRecord entry, byte[] bytes, int offset, int length) {}

        @Override
        public void range(PlannedChunk chunk, byte[] bytes) {}
      };
}
