package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.Fetch;
import io.bactrian.engine.read.SegmentFiles;
import io.bactrian.engine.read.SpoolFetch;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * STREAM, SHA256SUMS, the kit and every index segment: brought into the spool first, read
 * afterwards. What is damaged is noted and passed over.
 */
final class IndexFiles {
  private final Look look;
  private final Path spool;
  private final SegmentFiles segments;
  private final Set<Integer> damaged = Collections.synchronizedSet(new HashSet<>());
  private int segmentCount;
  private volatile Path stream;

  IndexFiles(Look look, Path spool) {
    this.look = look;
    this.spool = spool;
    this.segments = new SegmentFiles(spool, look.view().format());
  }

  /** All there is to fetch; asked once. */
  Iterator<Fetch> fetches() {
    List<Fetch> fetches = new ArrayList<>();
    Manifest manifest = look.request().sealed().manifest();
    manifest.files().forEach((name, sum) -> fetches.add(file(fetches.size(), name, sum)));
    for (ObjectRef segment : look.view().segments()) {
      fetches.add(segment(segmentCount++, segment));
    }
    return fetches.iterator();
  }

  /** In the spool it has a number: its name is a stranger's word. */
  private Fetch file(int number, String name, Manifest.FileSum sum) {
    ObjectRef ref = new ObjectRef(look.view().runId() + "/" + name, sum.size(), sum.sha256(), "-");
    Path copy = spool.resolve("file-" + number);
    return new SpoolFetch(
        name,
        ref,
        look.feed(),
        copy,
        () -> {
          if (name.equals(Layout.STREAM)) {
            stream = copy;
          }
          look.feed().done();
        },
        cause -> look.failed(cause, problem -> Damage.of(ref.key(), problem)));
  }

  private Fetch segment(int number, ObjectRef ref) {
    return new SpoolFetch(
        "segment " + number,
        ref,
        look.feed(),
        segments.file(number),
        look.feed()::done,
        cause -> {
          damaged.add(number);
          look.failed(cause, problem -> Damage.of(ref.key(), problem));
        });
  }

  /** STREAM, to be compared; empty where it is damaged. */
  Optional<StreamCheck> stream() throws IOException {
    return stream == null
        ? Optional.empty()
        : Optional.of(new StreamCheck(Files.newInputStream(stream)));
  }

  /**
   * Every chunk of every segment that is whole, in tar order.
   *
   * @param chunks may throw CORRUPT: the rest of that segment is damaged, then
   * @param onDamage called for each segment of which not all was given
   */
  void forEachChunk(SegmentFiles.Consumer chunks, Runnable onDamage) {
    for (int number = 0; number < segmentCount; number++) {
      if (damaged.contains(number)) {
        onDamage.run();
      } else {
        read(number, chunks, onDamage);
      }
    }
  }

  private void read(int number, SegmentFiles.Consumer chunks, Runnable onDamage) {
    try {
      segments.forEachChunk(number, chunks);
    } catch (Failure e) {
      if (!Look.isDamage(e)) {
        throw e;
      }
      onDamage.run();
      look.note(Damage.of("index segment " + (number + 1), e.getMessage()));
    }
  }
}
