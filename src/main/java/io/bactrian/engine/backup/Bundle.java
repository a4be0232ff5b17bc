package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.ObjectRef;
import java.util.List;

/**
 * A stretch of the plan: the unit of work, retry and progress. Chunks that must be read add up to
 * at most the bundle size; what of them is new becomes one object.
 */
public final class Bundle extends Parcel {
  private final long order;
  private final int number;
  private final List<PlannedChunk> chunks;
  private List<EncodedChunk> encoded = List.of();
  private ObjectRef object;

  /**
   * @param order place among all bundles of the plan, from 0, without gaps
   * @param number of the object, from 1; 0 where nothing must be read
   */
  Bundle(BackupRun run, long order, int number, List<PlannedChunk> chunks) {
    super(run, "bundle " + number);
    this.order = order;
    this.number = number;
    this.chunks = List.copyOf(chunks);
  }

  long order() {
    return order;
  }

  int number() {
    return number;
  }

  List<PlannedChunk> chunks() {
    return chunks;
  }

  boolean mustBeRead() {
    return number > 0;
  }

  /** Bytes of the tar stream that are stored already and so are not read. */
  long bytesKept() {
    return chunks.stream()
        .filter(chunk -> !chunk.mustBeRead())
        .mapToLong(PlannedChunk::rawLength)
        .sum();
  }

  void encoded(List<EncodedChunk> results, ObjectRef stored) {
    encoded = List.copyOf(results);
    object = stored;
    chunks.forEach(chunk -> release(chunk.source()));
  }

  private static void release(LargeSource source) {
    if (source != null) {
      source.release();
    }
  }

  /** What was made of it, in tar order; without encoding, what the bases say. */
  List<ChunkRecord> records() {
    if (!mustBeRead()) {
      return chunks.stream().map(chunk -> chunk.reused().chunk()).toList();
    }
    return encoded.stream().map(chunk -> chunk.record(object)).toList();
  }

  /** The planned chunk behind each record; chunks whose files all vanished have none. */
  List<PlannedChunk> recorded() {
    return mustBeRead() ? encoded.stream().map(EncodedChunk::planned).toList() : chunks;
  }

  List<EncodedChunk> encodedChunks() {
    return encoded;
  }

  /** The stored object, or null where nothing was new. */
  ObjectRef object() {
    return object;
  }
}
