package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;

/**
 * The keys of everything that belongs to one backup name. Run-ids, {@code lock}, {@code keys} and
 * {@code DELETED} are told apart by their form, so no name is reserved.
 *
 * @param namespace one plain segment
 * @param name one plain segment
 */
public record Layout(String namespace, String name) {
  public static final String DELETED = "DELETED";
  public static final String MANIFEST = "manifest.json";
  public static final String STREAM = "STREAM";
  public static final String SUMS = "SHA256SUMS";
  private static final int LONGEST = 200;

  public Layout {
    requireSegment("namespace", namespace);
    requireSegment("backup name", name);
  }

  private static void requireSegment(String what, String value) {
    if (value == null || value.length() > LONGEST || !ObjectKey.SEGMENT.matcher(value).matches()) {
      throw Failure.usage(
          what + " '" + value + "' is not usable",
          "use up to "
              + LONGEST
              + " letters, digits and . _ = -, beginning with a letter or a digit");
    }
  }

  /** {@code <namespace>/<name>/}: what every key of this name begins with. */
  public String root() {
    return namespace + "/" + name + "/";
  }

  /** The key of a path as manifests and STREAM name it: relative to the name's directory. */
  public String key(String relative) {
    return root() + relative;
  }

  public String runDir(RunId run) {
    return root() + run + "/";
  }

  /** A file directly in a run's directory, or {@code data/…}, {@code index/…}. */
  public String inRun(RunId run, String file) {
    return runDir(run) + file;
  }

  public String manifest(RunId run) {
    return inRun(run, MANIFEST);
  }

  /** The mark of a run that is being deleted. */
  public String mark(RunId run) {
    return inRun(run, DELETED);
  }

  /** The mark of a name whose last run is gone and whose keys are going. */
  public String nameMark() {
    return root() + DELETED;
  }

  public String keysDir() {
    return root() + "keys/";
  }

  public String lockDir() {
    return root() + "lock/";
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
