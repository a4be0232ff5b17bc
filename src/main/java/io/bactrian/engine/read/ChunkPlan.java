package io.bactrian.engine.read;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.SortedRecords;
import io.bactrian.engine.tree.SpillSorter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every chunk that is wanted, by object and offset, so that each object is read once, from its
 * first byte to its last. The chunks lie in a spool file; only their places are sorted, and
 * spilled. Written by one thread, read by many.
 */
public final class ChunkPlan implements Closeable {
  private static final int PLACE = 24;
  private static final int WRITE_BUFFER = 256 << 10;
  private static final long SORT_HEAP = 8 << 20;

  private final Path file;
  private final FileChannel channel;
  private final SpillSorter sorter;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<ObjectRef> objects = new ArrayList<>();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(WRITE_BUFFER);
  private final DataOutputStream out = new DataOutputStream(buffer);
  private long flushed;

  public ChunkPlan(Path spool) {
    file = spool.resolve("chunks");
    sorter = new SpillSorter(spool, Arrays::compareUnsigned, SORT_HEAP);
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  public void add(ChunkRecord chunk, long seed) {
    try {
      int from = buffer.size();
      PlanCodec.write(out, PlannedChunk.of(chunk, seed));
      sorter.add(
          ByteBuffer.allocate(PLACE)
              .putInt(number(chunk.location().object()))
              .putLong(chunk.location().offset())
              .putLong(flushed + from)
              .putInt(buffer.size() - from)
              .array());
      if (buffer.size() > WRITE_BUFFER - 4096) {
        flush();
      }
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  private int number(ObjectRef object) {
    return numbers.computeIfAbsent(
        object.key(),
        key -> {
          objects.add(object);
          return objects.size() - 1;
        });
  }

  private void flush() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
    long at = flushed;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    flushed = at;
    buffer.reset();
  }

  /** The objects that hold what is wanted, in the order of their first use. */
  public List<ObjectRef> objects() {
    return objects;
  }

  /** What is wanted of each object, in that order. Ends the adding. */
  public SortedPlan sorted() {
    try {
      flush();
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
    SortedRecords places = sorter.sorted();
    return new SortedPlan(objects, places);
  }

  /** The chunk at a place. */
  public PlannedChunk read(long position, int length) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw new EOFException("the plan breaks off");
        }
      }
      return PlanCodec.readChunk(new DataInputStream(new ByteArrayInputStream(bytes.array())));
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    sorter.close();
    channel.close();
  }
}
