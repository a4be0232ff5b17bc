package io.bactrian.engine.codec;

import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The archive formats of format version 1. */
public enum ArchiveFormat {
  TAR_ZST("tar.zst", "zst", 1, 19, 3),
  TAR_GZ("tar.gz", "gz", 1, 9, 6),
  TAR("tar", "", 0, 0, 0);

  private final String id;
  private final String suffix;
  private final int lowest;
  private final int highest;
  private final int standard;

  ArchiveFormat(String id, String suffix, int lowest, int highest, int standard) {
    this.id = id;
    this.suffix = suffix;
    this.lowest = lowest;
    this.highest = highest;
    this.standard = standard;
  }

  /** As written in flags, manifests and file names: {@code tar.zst}. */
  public String id() {
    return id;
  }

  /**
   * What an index segment is called before encryption: {@code jsonl.zst}, or plain {@code jsonl}.
   */
  public String indexId() {
    return suffix.isEmpty() ? "jsonl" : "jsonl." + suffix;
  }

  public int standardLevel() {
    return standard;
  }

  /** The level itself, or a USAGE failure that names the bounds. */
  public int requireLevel(int level) {
    if (level < lowest || level > highest) {
      throw Failure.usage(
          "compression level " + level + " is out of range for " + id,
          lowest == highest
              ? "plain tar is not compressed: leave the level out"
              : "use " + lowest + " to " + highest);
    }
    return level;
  }

  /** Opens a codec for one worker. */
  public Codec open(int level) {
    return switch (this) {
      case TAR_ZST -> new ZstdCodec(level);
      case TAR_GZ -> new GzipCodec(level);
      case TAR -> new PlainCodec();
    };
  }

  public static ArchiveFormat of(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    "unknown archive format '" + id + "'",
                    "use one of "
                        + Arrays.stream(values())
                            .map(ArchiveFormat::id)
                            .collect(Collectors.joining(", "))));
  }
}
