package io.bactrian.engine.restore;

import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Gives restored paths what their entries say, and notes what the system refused. */
final class MetadataPass {
  private final boolean root;
  private final Findings notApplied;

  /**
   * @param root whether this process may give files away
   */
  MetadataPass(boolean root, Findings notApplied) {
    this.root = root;
    this.notApplied = notApplied;
  }

  void apply(Path path, Entry entry) {
    List<Metadata.NotApplied> missing = Metadata.apply(path, entry, root);
    for (Metadata.NotApplied part : missing) {
      notApplied.add(
          "%s: %s: %s"
              .formatted(
                  entry.display(), part.part().name().toLowerCase(Locale.ROOT), part.reason()));
    }
  }
}
