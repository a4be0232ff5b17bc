package io.bactrian.engine.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks a listing page by page; holds one page at a time. */
final class PagedKeys implements Iterator<Receipt> {
  private final ObjectStore store;
  private final String prefix;
  private Iterator<Receipt> page = Collections.emptyIterator();
  private String after = "";
  private boolean last;

  PagedKeys(ObjectStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !last) {
      Page next = store.list(prefix, after);
      page = next.objects().iterator();
      last = next.last();
    }
    return page.hasNext();
  }

  @Override
  public Receipt next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Receipt receipt = page.next();
    after = receipt.key();
    return receipt;
  }
}
