package io.bactrian.engine.verify;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.SortedPlan;
import io.bactrian.engine.work.PrivateDirectory;
import io.bactrian.engine.work.WorkFeed;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One look at a backup: {@link #begin}, {@link #segments}, {@link #plan}, {@link #objects}, {@link
 * #finish}, and always {@link #close}. Damage is collected, and never ends the look; a store that
 * does not answer does.
 */
public final class VerifyRun implements AutoCloseable {
  private final VerifyRequest request;
  private final Look look;
  private PrivateDirectory spool;
  private IndexFiles index;
  private ChunkPlan plan;
  private SortedPlan sorted;
  private ObjectChecks checks;
  private long entries;

  public VerifyRun(VerifyRequest request) {
    this.request = request;
    this.look = new Look(request);
  }

  /** Makes the spool. */
  public void begin() {
    request.progress().phase("preparing");
    spool = LookSpool.open();
    index = new IndexFiles(look, spool.path());
    plan = new ChunkPlan(spool.path());
  }

  /** STREAM, SHA256SUMS, the kit, and every index segment. */
  public WorkFeed<Fetch> segments() {
    request.progress().phase("reading the index");
    return look.feed().handOut(index.fetches());
  }

  /** Throws every cause, other than damage, for which the last feed ended early. */
  public void requireFetched() {
    look.feed().requireFetched();
  }

  /** Reads the index, compares it with STREAM and the manifest, and looks for every object. */
  public void plan() {
    request.progress().phase("comparing");
    Map<String, String> absent =
        new ConcurrentHashMap<>(new Presence(request.retrying(), look.view()).problems());
    try (IndexLook comparison = new IndexLook(look.view(), index.stream(), look::note)) {
      index.forEachChunk(
          (chunk, seed) -> {
            comparison.accept(chunk);
            take(chunk, seed);
          },
          comparison::giveUp);
      comparison.end();
    } catch (IOException e) {
      throw LookSpool.unusable(e);
    }
    sorted = plan.sorted();
    checks = new ObjectChecks(look, plan, sorted, absent);
    request.progress().bytesTotal(checks.bytesToRead());
  }

  private void take(ChunkRecord chunk, long seed) {
    plan.add(chunk, seed);
    entries += chunk.contentLength() > 0 ? 0 : chunk.entries().size();
  }

  /** The objects of the day's share, each read once; the others are only looked for. */
  public WorkFeed<Fetch> objects() {
    request.progress().phase("reading data");
    return look.feed().handOut(checks);
  }

  /** What was found. */
  public VerifyOutcome finish() {
    List<Damage> found = look.damages();
    found.addAll(checks.unnamed());
    found.sort(Comparator.comparing(Damage::object));
    return new VerifyOutcome(
        look.view().runId(),
        request.sealed().authentic(),
        request.sealed().manifest().objects().size(),
        checks.objectsRead(),
        checks.bytesRead(),
        entries,
        look.feed().attempts().sum(),
        found);
  }

  @Override
  public void close() {
    try {
      if (sorted != null) {
        sorted.close();
      }
      if (plan != null) {
        plan.close();
      }
      if (spool != null) {
        spool.close();
      }
    } catch (IOException e) {
      throw LookSpool.unusable(e);
    }
  }
}
