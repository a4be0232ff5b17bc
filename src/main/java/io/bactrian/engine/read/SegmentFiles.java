package io.bactrian.engine.read;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.IndexStreams;
import io.bactrian.engine.index.SegmentReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Index segments in the spool, decrypted, still compressed, numbered in tar order. */
public final class SegmentFiles {
  private static final int BUFFER = 64 << 10;
  private final Path work;
  private final ArchiveFormat format;

  public SegmentFiles(Path work, ArchiveFormat format) {
    this.work = work;
    this.format = format;
  }

  public Path file(int number) {
    return work.resolve("segment-" + number);
  }

  /** Takes a chunk, and the seed of its XXH3-128. */
  @FunctionalInterface
  public interface Consumer {
    void accept(ChunkRecord chunk, long seed);
  }

  /** Every chunk of one segment; CORRUPT where it is not what the format says. */
  public void forEachChunk(int number, Consumer consumer) {
    try (SegmentReader reader =
        new SegmentReader(
            IndexStreams.decompress(
                format, new BufferedInputStream(Files.newInputStream(file(number)), BUFFER)))) {
      for (ChunkRecord chunk = reader.next(); chunk != null; chunk = reader.next()) {
        consumer.accept(chunk, reader.seed());
      }
    } catch (IOException e) {
      throw IndexStreams.damaged(Integer.toString(number), e);
    }
  }
}
