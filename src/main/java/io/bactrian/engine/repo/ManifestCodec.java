package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/** manifest.json: written deterministically, read strictly. */
public final class ManifestCodec {
  /** A manifest longer than this is refused: about 400,000 objects. */
  public static final int LONGEST = 96 << 20;

  private ManifestCodec() {}

  /**
   * Writes the document into a file (created or replaced).
   *
   * @param macKey null without encryption
   */
  public static SealedManifest write(Manifest manifest, MacKey macKey, Path file) {
    try {
      return ManifestWriter.write(manifest, macKey, file);
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "the manifest cannot be written to the spool: " + e.getMessage(),
          "see that there is space in the spool directory",
          e);
    }
  }

  /**
   * Checks a document against its own hash, its MAC as far as trust demands, its version, and where
   * it was found; then reads it. The bytes are kept, and the objects are parsed from them at each
   * walk. CORRUPT, FUTURE_VERSION or WRONG_KEY otherwise.
   */
  public static SealedManifest parse(
      byte[] document, Layout layout, RunId run, ManifestTrust trust) {
    return new ManifestReader(document, layout, run, trust).read();
  }

  /** Fetches and parses the manifest of a run; NOT_FOUND where there is none. */
  public static SealedManifest fetch(
      ObjectStore store, Layout layout, RunId run, ManifestTrust trust) {
    return parse(store.read(layout.manifest(run), LONGEST), layout, run, trust);
  }
}
