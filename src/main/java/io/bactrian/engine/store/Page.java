package io.bactrian.engine.store;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in byte order of their keys
 * @param last whether no page follows
 */
public record Page(List<Receipt> objects, boolean last) {
  public Page {
    objects = List.copyOf(objects);
  }
}
