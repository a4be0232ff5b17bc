package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts stored bundles back into tar order, and makes STREAM and the index of them. A segment is
 * made once every object that it names is stored. Safe for many threads.
 */
final class Segmenter {
  /** Makes one segment of chunks: encodes it and says where it will lie. */
  interface SegmentMaker {
    Piece make(int number, List<ChunkRecord> chunks) throws IOException;
  }

  private final StreamFile stream;
  private final Counts counts;
  private final SourceReport report;
  private final SegmentMaker maker;
  private final TreeMap<Long, Bundle> waiting = new TreeMap<>();
  private final List<Item> open = new ArrayList<>();
  private final List<ObjectRef> segments = new ArrayList<>();
  private final Map<String, ObjectRef> objects = new HashMap<>();
  private int openEntries;
  private int number;
  private long nextOrder;
  private boolean broken;

  Segmenter(StreamFile stream, Counts counts, SourceReport report, SegmentMaker maker) {
    this.stream = stream;
    this.counts = counts;
    this.report = report;
    this.maker = maker;
  }

  /** Takes a stored bundle; returns the segments that can be stored now. */
  synchronized List<Piece> accept(Bundle bundle) throws IOException {
    waiting.put(bundle.order(), bundle);
    List<Piece> pieces = new ArrayList<>();
    Bundle next;
    while ((next = waiting.remove(nextOrder)) != null) {
      drain(next, pieces);
      nextOrder++;
    }
    notifyAll();
    return pieces;
  }

  /** Waits until fewer than so many bundles lie between this one and the oldest unfinished. */
  synchronized void awaitTurn(long order, int window) throws InterruptedException {
    while (!broken && order - nextOrder >= window) {
      wait();
    }
  }

  /** Lets everybody go on who waits for a bundle that will never come. */
  synchronized void abandon() {
    broken = true;
    notifyAll();
  }

  /** Ends the index and STREAM; returns the last segments. */
  synchronized List<Piece> finish() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    close(pieces);
    stream.finish(counts.rawBytes, counts.entries());
    return pieces;
  }

  /**
   * What is stored of a run that will not be whole, as segments that the next run can go on from;
   * also behind a bundle that is missing. Nothing else may be asked of this segmenter afterwards.
   */
  synchronized List<Piece> leave() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    close(pieces);
    for (Bundle bundle : waiting.values()) {
      drain(bundle, pieces);
      close(pieces);
    }
    waiting.clear();
    return pieces;
  }

  /** Every segment of the run in tar order. */
  synchronized List<ObjectRef> segments() {
    return List.copyOf(segments);
  }

  /** Every data object that the run needs, by key. */
  synchronized Map<String, ObjectRef> objects() {
    return Map.copyOf(objects);
  }

  private void drain(Bundle bundle, List<Piece> pieces) throws IOException {
    List<ChunkRecord> records = bundle.records();
    List<PlannedChunk> planned = bundle.recorded();
    for (int i = 0; i < records.size(); i++) {
      add(records.get(i), planned.get(i).reused(), pieces);
    }
    bundle.encodedChunks().forEach(this::countEncoded);
    if (bundle.object() != null) {
      counts.objectsNew++;
      counts.bytesNew += bundle.object().size();
    }
  }

  private void countEncoded(EncodedChunk chunk) {
    if (chunk.isNew()) {
      counts.chunksNew++;
    } else if (chunk.raw() != null) {
      counts.chunksCompared++;
      counts.bytesReused += chunk.equal().length();
    }
  }

  private void add(ChunkRecord record, BaseChunk unread, List<Piece> pieces) throws IOException {
    int begins = begins(record) ? record.entries().size() : 0;
    byte[] path = record.first() == null ? new byte[0] : record.first().entry().path();
    if (ChunkCutter.segmentClosesBefore(
        path, record.fileOffset(), begins, open.size(), openEntries)) {
      close(pieces);
    }
    open.add(new Item(record, unread));
    openEntries += begins;
    stream.add(record.location());
    objects.putIfAbsent(record.location().object().key(), record.location().object());
    count(record, unread != null);
  }

  private static boolean begins(ChunkRecord record) {
    return record.kind() == ChunkKind.ENTRIES || record.kind() == ChunkKind.HEADER;
  }

  private void count(ChunkRecord record, boolean unread) {
    counts.chunks++;
    counts.rawBytes += record.rawLength();
    if (unread) {
      counts.chunksUnread++;
      counts.bytesReused += record.location().length();
    }
    if (begins(record)) {
      for (EntryRecord entry : record.entries()) {
        counts.entry(entry.entry().type());
        requireFirstName(entry);
      }
    }
  }

  private void requireFirstName(EntryRecord entry) {
    if (entry.entry().type() == EntryType.HARDLINK
        && report.hasVanished(new String(entry.entry().link(), StandardCharsets.UTF_8))) {
      throw VanishedName.of(entry.entry());
    }
  }

  private void close(List<Piece> pieces) throws IOException {
    if (open.isEmpty()) {
      return;
    }
    SegmentRef base = wholeBaseSegment();
    if (base != null) {
      segments.add(new ObjectRef(base.key(), base.size(), base.sha256(), base.dataKeyId()));
    } else {
      Piece piece = maker.make(++number, open.stream().map(Item::record).toList());
      pieces.add(piece);
      segments.add(piece.ref());
    }
    open.clear();
    openEntries = 0;
  }

  private SegmentRef wholeBaseSegment() {
    BaseChunk first = open.get(0).unread();
    BaseChunk last = open.get(open.size() - 1).unread();
    if (first == null || first.index() != 0 || last == null || !last.last()) {
      return null;
    }
    for (int i = 0; i < open.size(); i++) {
      BaseChunk chunk = open.get(i).unread();
      if (chunk == null || chunk.index() != i || !chunk.segment().equals(first.segment())) {
        return null;
      }
    }
    return first.segment();
  }

  /**
   * @param unread the base's chunk, where it stands unread
   */
  private record Item(ChunkRecord record, BaseChunk unread) {}
}
