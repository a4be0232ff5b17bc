package io.bactrian.engine.backup;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The index segments that a run left which was never committed: what is listed, in tar order. */
final class DeadSegments {
  private static final Pattern SEGMENT =
      Pattern.compile("index/[0-9]{6,}-([0-9a-f]{64})\\.(jsonl(?:\\.zst|\\.gz)?)(\\.[a-z]+)?");

  private DeadSegments() {}

  /**
   * Those of this format and algorithm.
   *
   * @param dataKeyId under which they are opened: a listing does not say it
   */
  static List<SegmentRef> of(
      ObjectStore store,
      Layout layout,
      RunId run,
      ArchiveFormat format,
      Algorithm algorithm,
      String dataKeyId) {
    List<SegmentRef> found = new ArrayList<>();
    int runDir = layout.runDir(run).length();
    for (Receipt object : store.listAll(layout.runDir(run) + "index/")) {
      Matcher name = SEGMENT.matcher(object.key().substring(runDir));
      if (name.matches()
          && name.group(2).equals(format.indexId())
          && algorithm.extension().equals(name.group(3) == null ? "" : name.group(3))) {
        String key = object.key().substring(layout.root().length());
        found.add(new SegmentRef(key, object.length(), name.group(1), dataKeyId));
      }
    }
    return found;
  }
}
