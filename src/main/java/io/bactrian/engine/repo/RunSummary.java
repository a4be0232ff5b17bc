package io.bactrian.engine.repo;

import java.util.List;
import java.util.Optional;

/**
 * One run directory, as a listing shows it.
 *
 * @param state what it is
 * @param sealed the manifest of a COMMITTED run, its objects included but not parsed; null
 *     otherwise
 * @param problem why the manifest of an UNREADABLE run cannot be used, null otherwise
 */
public record RunSummary(RunId runId, State state, SealedManifest sealed, String problem) {

  /** What a run directory is. */
  public enum State {
    COMMITTED,
    /**
     * Being deleted, or deleted before its manifest came: nobody refers to it or restores it, and
     * the next holder of the lock ends it.
     */
    MARKED,
    /** No manifest: a run that ended early, or objects of a deleted run that others need. */
    DEAD,
    /** Has a manifest that cannot be used. */
    UNREADABLE
  }

  public boolean committed() {
    return state == State.COMMITTED;
  }

  public Optional<Manifest> manifest() {
    return Optional.ofNullable(sealed).map(SealedManifest::manifest);
  }

  /** Whether it is committed, for the resource of this uid. */
  public boolean isOf(String uid) {
    return committed() && manifest().map(m -> uid.equals(m.identity().uid())).orElse(false);
  }

  /** Of a committed run, else 0: less than that of any committed one. */
  public long sequence() {
    return manifest().map(manifest -> manifest.identity().sequence()).orElse(0L);
  }

  /** Without the objects and segments, so that many summaries stay small. */
  RunSummary slim() {
    if (sealed == null) {
      return this;
    }
    Manifest m = sealed.manifest();
    Manifest slim =
        new Manifest(
            m.identity(),
            m.origin(),
            m.packing(),
            m.totals(),
            m.files(),
            Refs.of(List.of()),
            Refs.of(List.of()),
            m.report(),
            new Manifest.Ledger(m.ledger().attempts(), List.of()));
    return new RunSummary(
        runId,
        state,
        new SealedManifest(slim, sealed.sha256(), sealed.mac(), sealed.authentic()),
        problem);
  }
}
