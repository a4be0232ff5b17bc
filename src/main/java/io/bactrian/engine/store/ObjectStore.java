package io.bactrian.engine.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The five primitives of a repository's store. Keys are relative to the repository's prefix and use
 * '/' between segments; each segment matches {@link ObjectKey#SEGMENT}, else a USAGE failure before
 * any endpoint is touched. Every method throws {@link io.bactrian.engine.failure.Failure}, classed.
 */
public interface ObjectStore {

  /**
   * Stores a file under a key, only if nothing is stored there. If something is there already and
   * has the same length and checksum as the store reports them, that is success too; with other
   * bytes it is CONFLICT. The receipt's values are the store's own words, compared with what was
   * sent before this returns.
   */
  Receipt put(String key, Path file, long length, String sha256);

  /** The same for a small object in memory. Not for more than a few MiB. */
  Receipt put(String key, byte[] content);

  /**
   * Opens an object, or a range of it, for reading. The caller closes the stream. NOT_FOUND if
   * there is no such object. A transfer cut short ends in an IOException, never in a silent end.
   *
   * @param offset first byte, 0 for the beginning
   * @param length number of bytes, or -1 for everything from offset on
   */
  InputStream get(String key, long offset, long length);

  /** Length and, where the store has one, checksum. Empty if there is no such object. */
  Optional<Receipt> head(String key);

  /**
   * One page of keys that begin with the prefix, in byte order, after a key.
   *
   * @param prefix "" for everything
   * @param startAfter "" for the first page
   */
  Page list(String prefix, String startAfter);

  /** Deletes one object; no failure if there is none. */
  void delete(String key);

  /**
   * A directory on the same file system as the store, if it is a local directory: spool there, so
   * that put is a link.
   */
  default Optional<Path> localSpool() {
    return Optional.empty();
  }

  /** The repository as a person would write it; holds no secret. */
  String describe();

  /** Reads one whole small object into memory; CORRUPT if it is larger than maxLength. */
  default byte[] read(String key, int maxLength) {
    return ObjectReads.read(this, key, maxLength);
  }

  /** Every key with the prefix, page by page, lazily. */
  default Iterable<Receipt> listAll(String prefix) {
    return () -> new PagedKeys(this, prefix);
  }
}
