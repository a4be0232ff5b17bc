package io.bactrian.engine.read;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.SortedRecords;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Walks a sorted plan, one object at a time; holds the places of one object in memory. */
public final class SortedPlan implements Iterator<SortedPlan.Wanted>, Closeable {
  private final List<ObjectRef> objects;
  private final SortedRecords places;
  private byte[] next;

  SortedPlan(List<ObjectRef> objects, SortedRecords places) {
    this.objects = objects;
    this.places = places;
    this.next = places.hasNext() ? places.next() : null;
  }

  /**
   * What is wanted of one object.
   *
   * @param number from 0, in the order of first use
   * @param positions of its chunks in the plan, by their offset in the object
   * @param lengths of the chunks' records in the plan
   */
  public record Wanted(int number, ObjectRef object, long[] positions, int[] lengths) {}

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Wanted next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int number = ByteBuffer.wrap(next).getInt();
    long[] positions = new long[16];
    int[] lengths = new int[16];
    int count = 0;
    while (next != null && ByteBuffer.wrap(next).getInt() == number) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      positions[count] = ByteBuffer.wrap(next).getLong(12);
      lengths[count] = ByteBuffer.wrap(next).getInt(20);
      count++;
      next = places.hasNext() ? places.next() : null;
    }
    return new Wanted(
        number,
        objects.get(number),
        Arrays.copyOf(positions, count),
        Arrays.copyOf(lengths, count));
  }

  @Override
  public void close() {
    places.close();
  }
}
