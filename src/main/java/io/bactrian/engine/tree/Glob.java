package io.bactrian.engine.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * One pattern of {@link Excludes}, compiled. Matches code points of UTF-8; a byte that is not UTF-8
 * counts as one code point that only {@code *}, {@code ?} and negated sets match.
 */
final class Glob {
  private static final GlobSegment ANY_DEPTH = GlobSegment.of("**");

  private final boolean directoriesOnly;
  private final boolean anchored;
  private final List<GlobSegment> segments;

  private Glob(boolean directoriesOnly, boolean anchored, List<GlobSegment> segments) {
    this.directoriesOnly = directoriesOnly;
    this.anchored = anchored;
    this.segments = segments;
  }

  /** IllegalArgumentException with the reason if the pattern is none. */
  static Glob of(String pattern) {
    if (pattern.startsWith("!")) {
      throw new IllegalArgumentException("negation is not supported; write \\! for the character");
    }
    boolean directoriesOnly = pattern.endsWith("/");
    String core = directoriesOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean anchored = core.indexOf('/') >= 0;
    if (core.startsWith("/")) {
      core = core.substring(1);
    }
    List<GlobSegment> segments = new ArrayList<>();
    for (String segment : core.split("/", -1)) {
      segments.add(segment.equals("**") ? ANY_DEPTH : GlobSegment.of(segment));
    }
    return new Glob(directoriesOnly, anchored, List.copyOf(segments));
  }

  boolean directoriesOnly() {
    return directoriesOnly;
  }

  /**
   * @param names the path's names, decoded
   */
  boolean matches(List<int[]> names) {
    return anchored ? matches(0, names, 0) : segments.get(0).matches(names.get(names.size() - 1));
  }

  /** A double star stands for any number of names, at least one where it ends the pattern. */
  private boolean matches(int segment, List<int[]> names, int name) {
    if (segment == segments.size()) {
      return name == names.size();
    }
    if (segments.get(segment) != ANY_DEPTH) {
      return name < names.size()
          && segments.get(segment).matches(names.get(name))
          && matches(segment + 1, names, name + 1);
    }
    if (segment == segments.size() - 1) {
      return name < names.size();
    }
    for (int next = name; next < names.size(); next++) {
      if (matches(segment + 1, names, next)) {
        return true;
      }
    }
    return false;
  }
}
