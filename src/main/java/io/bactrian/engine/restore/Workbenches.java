package io.bactrian.engine.restore;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.read.ChunkReader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Buffers, codec and open file of one worker each, used again: as many as there are workers. */
final class Workbenches implements AutoCloseable {
  private final ArchiveFormat format;
  private final Supplier<FilePlacer> placers;
  private final ConcurrentLinkedQueue<Bench> idle = new ConcurrentLinkedQueue<>();

  Workbenches(ArchiveFormat format, Supplier<FilePlacer> placers) {
    this.format = format;
    this.placers = placers;
  }

  /** One for the caller alone, until it closes it. */
  Bench take(boolean repeated) {
    Bench bench = idle.poll();
    if (bench == null) {
      bench = new Bench(new ChunkReader(format), placers.get());
    }
    bench.placer.begin(repeated);
    return bench;
  }

  @Override
  public void close() {
    for (Bench bench = idle.poll(); bench != null; bench = idle.poll()) {
      bench.reader.close();
    }
  }

  /** What one worker works with. */
  final class Bench implements AutoCloseable {
    private final ChunkReader reader;
    private final FilePlacer placer;

    Bench(ChunkReader reader, FilePlacer placer) {
      this.reader = reader;
      this.placer = placer;
    }

    ChunkReader reader() {
      return reader;
    }

    FilePlacer placer() {
      return placer;
    }

    @Override
    public void close() {
      placer.closeLarge();
      idle.add(this);
    }
  }
}
