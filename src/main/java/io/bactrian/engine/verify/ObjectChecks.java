package io.bactrian.engine.verify;

import io.bactrian.engine.restore.Fetch;
import io.bactrian.engine.restore.SortedPlan;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Looks for every object as it goes, and hands out those that are read. */
final class ObjectChecks implements Iterator<Fetch> {
  private final VerifyRun run;
  private final SortedPlan objects;
  private long position;
  private Fetch next;

  ObjectChecks(VerifyRun run, SortedPlan objects) {
    this.run = run;
    this.objects = objects;
  }

  @Override
  public boolean hasNext() {
    while (next == null && objects.hasNext()) {
      next = run.check(objects.next(), position++);
    }
    return next != null;
  }

  @Override
  public Fetch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Fetch fetch = next;
    next = null;
    return fetch;
  }
}
