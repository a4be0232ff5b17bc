package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.PathBytes;
import io.bactrian.engine.tree.SourceFile;
import io.bactrian.engine.tree.TarHeader;
import io.bactrian.engine.tree.Vanished;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Plans large files, and holds those open that bundles still read. */
final class LargeFiles implements Closeable {
  private final Path root;
  private final Consumer<Entry> vanished;
  private final Set<LargeSource> held = ConcurrentHashMap.newKeySet();

  LargeFiles(Path root, Consumer<Entry> vanished) {
    this.root = root;
    this.vanished = vanished;
  }

  /** Its header and ranges in order, or null if it vanished before its header was made. */
  Ranges plan(Entry entry, int headerLength, Bases bases) {
    Ranges ranges = new Ranges(entry, headerLength, bases);
    if (ranges.header.mustBeRead() && ranges.source() == null) {
      vanished.accept(entry);
      return null;
    }
    return ranges;
  }

  private LargeSource open(Entry entry) {
    held.removeIf(LargeSource::isClosed);
    Path path = PathBytes.resolve(root, entry.path());
    try {
      LargeSource source = new LargeSource(path, entry, SourceFile.open(path, entry.path()));
      held.add(source);
      return source;
    } catch (Vanished e) {
      return null;
    }
  }

  @Override
  public void close() {
    held.forEach(LargeSource::close);
  }

  /** One large file: header, then ranges of 1 MiB. Opens the file when the first must be read. */
  final class Ranges implements Iterator<PlannedChunk> {
    private final Entry entry;
    private final Bases bases;
    private final PlannedChunk header;
    private boolean headerGiven;
    private LargeSource source;
    private long offset;

    Ranges(Entry entry, int headerLength, Bases bases) {
      this.entry = entry;
      this.bases = bases;
      this.header = chunk(ChunkKind.HEADER, 0, headerLength);
    }

    private LargeSource source() {
      if (source == null) {
        source = open(entry);
      }
      return source;
    }

    @Override
    public boolean hasNext() {
      return !headerGiven || offset < entry.size();
    }

    @Override
    public PlannedChunk next() {
      if (!headerGiven) {
        headerGiven = true;
        return header;
      }
      int content = (int) Math.min(ChunkCutter.CHUNK, entry.size() - offset);
      boolean last = offset + content == entry.size();
      int raw = content + (last ? TarHeader.padding(entry.size()) : 0);
      PlannedChunk chunk = chunk(ChunkKind.DATA, content, raw);
      offset += content;
      if (last && source != null) {
        source.release();
      }
      return chunk;
    }

    private PlannedChunk chunk(ChunkKind kind, int content, int raw) {
      Bases.Match match = bases.match(kind, List.of(entry), offset, raw);
      LargeSource reading = match.reused() == null ? source() : null;
      if (reading != null) {
        reading.retain();
      }
      return new PlannedChunk(
          kind, List.of(entry), reading, offset, content, raw, match.reused(), match.candidates());
    }
  }
}
