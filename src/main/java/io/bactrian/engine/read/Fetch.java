package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stored object on its way in: tried until it is here and true, or failed for good. Used by one
 * thread at a time; whoever takes it calls {@link #attempt} until it returns, then {@link
 * #fetched}, or else {@link #failed}.
 */
public abstract class Fetch {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

  private final String label;
  private final ObjectRef object;
  private final Attempts all;
  private int attempts;
  private Failure damaged;

  /**
   * @param label for people: {@code object 17}
   */
  protected Fetch(String label, ObjectRef object, Attempts all) {
    this.label = label;
    this.object = object;
    this.all = all;
  }

  public final ObjectRef object() {
    return object;
  }

  /** Whether this is not the first attempt: something may lie there already. */
  protected final boolean isRepeated() {
    return attempts > 1;
  }

  /**
   * Tries once, from the first byte. Wrong bytes are TRANSIENT the first time, since they may have
   * been damaged on the way, and CORRUPT the second time.
   */
  public final void attempt() {
    attempts++;
    all.counter().increment();
    if (attempts > 1) {
      LOG.info("{} attempt {}/{}: {}", label, attempts, all.allowed(), object.key());
    } else {
      LOG.debug("{} attempt 1/{}: {}", label, all.allowed(), object.key());
    }
    try {
      tryOnce();
    } catch (CheckedRead.Damaged e) {
      boolean again = damaged != null;
      damaged =
          again
              ? Failure.corrupt(e.getMessage())
              : Failure.of(FailureClass.TRANSIENT, e.getMessage(), null);
      throw damaged;
    }
  }

  protected abstract void tryOnce();

  /** It is here, and true. */
  public abstract void fetched();

  /** It failed for good. Bytes that were wrong at the last attempt are CORRUPT. */
  public final void failed(Throwable cause) {
    givenUp(cause == damaged ? Failure.corrupt(cause.getMessage()) : cause);
  }

  protected abstract void givenUp(Throwable cause);
}
