package io.bactrian.engine.repo;

import io.bactrian.engine.index.ObjectRef;
import java.util.Iterator;
import java.util.List;

/**
 * A counted sequence of objects that can be walked more than once. It need not lie in memory: those
 * of a manifest that was read are parsed anew from its bytes at each walk.
 */
public interface Refs extends Iterable<ObjectRef> {
  int size();

  static Refs of(List<ObjectRef> refs) {
    List<ObjectRef> copy = List.copyOf(refs);
    return new Refs() {
      @Override
      public int size() {
        return copy.size();
      }

      @Override
      public Iterator<ObjectRef> iterator() {
        return copy.iterator();
      }
    };
  }
}
