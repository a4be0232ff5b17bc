package io.bactrian.engine.verify;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.SortedPlan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Looks for every object of the plan as it goes, and hands out those of the day's share, which are
 * read. Iterated by one thread, reported to by many.
 */
final class ObjectChecks implements Iterator<Fetch> {
  private final Look look;
  private final ChunkPlan plan;
  private final SortedPlan objects;
  private final DamagedFiles files;
  private final Map<String, String> absent;
  private final LongAdder objectsRead = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private long position;
  private Fetch next;

  /**
   * @param absent what is wrong with objects, by key; those that the plan names are taken out of it
   */
  ObjectChecks(Look look, ChunkPlan plan, SortedPlan objects, Map<String, String> absent) {
    this.look = look;
    this.plan = plan;
    this.objects = objects;
    this.files = new DamagedFiles(plan);
    this.absent = absent;
  }

  @Override
  public boolean hasNext() {
    while (next == null && objects.hasNext()) {
      next = check(objects.next(), position++);
    }
    return next != null;
  }

  @Override
  public Fetch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Fetch fetch = next;
    next = null;
    return fetch;
  }

  /** Null where the object is not read today; its presence is checked in any case. */
  private Fetch check(SortedPlan.Wanted wanted, long at) {
    String problem = absent.remove(wanted.object().key());
    if (problem != null) {
      look.note(files.name(wanted, problem));
      return null;
    }
    return isRead(at) ? new ObjectCheck(look, this, plan, wanted) : null;
  }

  /** Stored bytes of all that is read today. */
  long bytesToRead() {
    long bytes = 0;
    for (int at = 0; at < plan.objects().size(); at++) {
      bytes += isRead(at) ? plan.objects().get(at).size() : 0;
    }
    return bytes;
  }

  private boolean isRead(long at) {
    VerifyRequest request = look.request();
    return request.share().map(share -> share.includes(at, request.day())).orElse(false);
  }

  void checked(ObjectRef object) {
    objectsRead.increment();
    bytesRead.add(object.size());
    look.request().progress().item();
    look.feed().done();
  }

  void failed(SortedPlan.Wanted wanted, Throwable cause) {
    look.failed(cause, problem -> files.name(wanted, problem));
  }

  long objectsRead() {
    return objectsRead.sum();
  }

  /** Stored bytes. */
  long bytesRead() {
    return bytesRead.sum();
  }

  /** What is wrong with objects that the index does not name. */
  List<Damage> unnamed() {
    List<Damage> damages = new ArrayList<>();
    absent.forEach((key, problem) -> damages.add(Damage.of(key, problem)));
    return damages;
  }
}
