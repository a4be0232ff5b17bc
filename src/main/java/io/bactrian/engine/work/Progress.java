package io.bactrian.engine.work;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How far a long verb has come. Written by the work, polled by whoever shows it. */
public final class Progress {
  private volatile String phase = "starting";
  private final AtomicLong bytesTotal = new AtomicLong(-1);
  private final LongAdder bytesDone = new LongAdder();
  private final LongAdder bytesKept = new LongAdder();
  private final LongAdder itemsDone = new LongAdder();

  /** One or two words for people: scanning, storing, checking. */
  public void phase(String name) {
    phase = name;
  }

  public String phase() {
    return phase;
  }

  /** Bytes in all, or -1 while unknown. */
  public void bytesTotal(long bytes) {
    bytesTotal.set(bytes);
  }

  public long bytesTotal() {
    return bytesTotal.get();
  }

  public void advance(long bytes) {
    bytesDone.add(bytes);
  }

  public long bytesDone() {
    return bytesDone.sum();
  }

  /** Bytes that are stored already and so are not read. */
  public void keep(long bytes) {
    bytesKept.add(bytes);
  }

  public long bytesKept() {
    return bytesKept.sum();
  }

  /** One more object is done. */
  public void item() {
    itemsDone.increment();
  }

  public long itemsDone() {
    return itemsDone.sum();
  }
}
