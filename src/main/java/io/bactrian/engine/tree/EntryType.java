package io.bactrian.engine.tree;

/** What lies at a path; the code is tar's typeflag. Sockets are never entries. */
public enum EntryType {
  FILE('0'),
  HARDLINK('1'),
  SYMLINK('2'),
  CHAR_DEVICE('3'),
  BLOCK_DEVICE('4'),
  DIRECTORY('5'),
  FIFO('6');

  private final char typeflag;

  EntryType(char typeflag) {
    this.typeflag = typeflag;
  }

  public char typeflag() {
    return typeflag;
  }

  /** The type of a typeflag; IllegalArgumentException for any other character. */
  public static EntryType of(char typeflag) {
    for (EntryType type : values()) {
      if (type.typeflag == typeflag) {
        return type;
      }
    }
    throw new IllegalArgumentException("typeflag '" + typeflag + "'");
  }
}
