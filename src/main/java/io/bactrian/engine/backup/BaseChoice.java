package io.bactrian.engine.backup;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.store.ObjectStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what may serve as a base; one that cannot be read is left out and said. */
final class BaseChoice {
  private static final Logger LOG = LoggerFactory.getLogger(BaseChoice.class);
  private static final int MOST_DEAD = 8;

  private final ObjectStore store;
  private final Layout layout;
  private final ArchiveFormat format;
  private final RunKeys keys;
  private final List<BaseChunks> open = new ArrayList<>();
  private Long seed;
  private boolean firstCommitted;

  BaseChoice(ObjectStore store, Layout layout, ArchiveFormat format, RunKeys keys) {
    this.store = store;
    this.layout = layout;
    this.format = format;
    this.keys = keys;
  }

  /** The last committed run; must be added first. */
  void committed(List<SegmentRef> segments) {
    firstCommitted = add("the last run", segments);
  }

  /** What a dead run left; only the first eight count. */
  void dead(String runId, List<SegmentRef> segments) {
    if (open.size() < MOST_DEAD && add("dead run " + runId, segments)) {
      LOG.info("what dead run {} stored is kept: {} index segments", runId, segments.size());
    }
  }

  private boolean add(String what, List<SegmentRef> segments) {
    if (segments.isEmpty()) {
      return false;
    }
    try {
      BaseChunks chunks = new BaseChunks(store, layout, format, keys::cipherer, segments);
      if (chunks.seed() == null || (seed != null && !seed.equals(chunks.seed()))) {
        chunks.close();
        return false;
      }
      seed = chunks.seed();
      open.add(chunks);
      return true;
    } catch (Failure e) {
      if (e.failureClass().retryable()) {
        throw e;
      }
      LOG.warn("{} cannot be referred to, its files are sent again: {}", what, e.getMessage());
      return false;
    }
  }

  /** The seed of all that were opened, or a new one: ask once they are. */
  long seed() {
    if (seed == null) {
      seed = new SecureRandom().nextLong();
    }
    return seed;
  }

  List<BaseChunks> chunks() {
    return open;
  }

  boolean firstCommitted() {
    return firstCommitted;
  }
}
