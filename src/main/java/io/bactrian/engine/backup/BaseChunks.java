package io.bactrian.engine.backup;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.PermanentFailure;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.IndexStreams;
import io.bactrian.engine.index.SegmentReader;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A base's chunks, segment by segment; holds one compressed segment at a time. */
final class BaseChunks implements Iterator<BaseChunk>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(BaseChunks.class);
  private static final int MOST_BYTES = 64 << 20;

  private final ObjectStore store;
  private final Layout layout;
  private final ArchiveFormat format;
  private final Function<String, Cipherer> keys;
  private final Iterator<SegmentRef> segments;
  private SegmentRef segment;
  private SegmentReader reader;
  private ChunkRecord ahead;
  private int index;
  private Long seed;

  BaseChunks(
      ObjectStore store,
      Layout layout,
      ArchiveFormat format,
      Function<String, Cipherer> keys,
      List<SegmentRef> segments) {
    this.store = store;
    this.layout = layout;
    this.format = format;
    this.keys = keys;
    this.segments = segments.iterator();
    load();
  }

  /** The seed of the first segment, or null where there is none. */
  Long seed() {
    return seed;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  /** A segment that turns out damaged ends the base: what follows is sent again, and said. */
  @Override
  public BaseChunk next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    ChunkRecord chunk = ahead;
    SegmentRef of = segment;
    int place = index++;
    boolean last = false;
    try {
      ahead = reader.next();
      last = ahead == null;
      if (last) {
        load();
      }
    } catch (IOException e) {
      end(IndexStreams.damaged(segment.key(), e));
    } catch (PermanentFailure e) {
      end(e);
    }
    return new BaseChunk(chunk, of, place, last);
  }

  private void end(Failure why) {
    LOG.warn("the base ends early, what follows is sent again: {}", why.getMessage());
    ahead = null;
  }

  private void load() {
    try {
      while (ahead == null && segments.hasNext()) {
        close();
        segment = segments.next();
        index = 0;
        reader = new SegmentReader(open(segment));
        if (seed == null) {
          seed = reader.seed();
        } else if (seed != reader.seed()) {
          throw Failure.corrupt("index segment '" + segment.key() + "' has another seed");
        }
        ahead = reader.next();
      }
    } catch (IOException e) {
      throw IndexStreams.damaged(segment.key(), e);
    }
  }

  private InputStream open(SegmentRef ref) throws IOException {
    byte[] stored = store.read(layout.key(ref.key()), MOST_BYTES);
    String sha256 = HexFormat.of().formatHex(CryptoProviders.sha256().digest(stored));
    if (!sha256.equals(ref.sha256())) {
      throw Failure.corrupt("index segment '" + ref.key() + "' is not what was stored");
    }
    InputStream plain = keys.apply(ref.dataKeyId()).open(new ByteArrayInputStream(stored));
    return IndexStreams.decompress(format, plain);
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      throw IndexStreams.damaged(segment.key(), e);
    }
    reader = null;
  }
}
