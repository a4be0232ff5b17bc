package io.bactrian.engine.backup;

import io.bactrian.engine.codec.Codec;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The buffers and the codec of one worker: about 3 MiB, used by one bundle at a time. */
final class Encoder implements AutoCloseable {
  final ChunkReader reader;
  final Codec codec;
  byte[] scratch;

  Encoder(ChunkReader reader, Codec codec) {
    this.reader = reader;
    this.codec = codec;
    this.scratch = new byte[codec.maxCompressedLength(ChunkCutter.CHUNK + (64 << 10))];
  }

  @Override
  public void close() {
    codec.close();
  }

  /** As many encoders as there ever were bundles in flight at once. */
  static final class Pool implements AutoCloseable {
    private final Queue<Encoder> idle = new ConcurrentLinkedQueue<>();
    private final Supplier<Encoder> maker;

    Pool(Supplier<Encoder> maker) {
      this.maker = maker;
    }

    Encoder take() {
      Encoder encoder = idle.poll();
      return encoder != null ? encoder : maker.get();
    }

    void give(Encoder encoder) {
      idle.add(encoder);
    }

    @Override
    public void close() {
      Encoder encoder;
      while ((encoder = idle.poll()) != null) {
        encoder.close();
      }
    }
  }
}
