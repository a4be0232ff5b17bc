package io.bactrian.engine.tree;

import java.util.ArrayList;
import java.util.List;

/** The pattern of one name: literals, {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}. */
final class GlobSegment {
  private final List<Part> parts;

  private GlobSegment(List<Part> parts) {
    this.parts = parts;
  }

  /** IllegalArgumentException with the reason if the pattern is none. */
  static GlobSegment of(String pattern) {
    if (pattern.isEmpty() || pattern.equals(".") || pattern.equals("..")) {
      throw new IllegalArgumentException("a name in it is empty, '.' or '..'");
    }
    return new GlobSegment(new Parser(pattern.codePoints().toArray()).parse());
  }

  /** Goes back to the last star only: linear in practice, never exponential. */
  boolean matches(int[] name) {
    int part = 0;
    int at = 0;
    int starPart = -1;
    int starAt = 0;
    while (at < name.length) {
      if (part < parts.size() && parts.get(part) == Wildcard.RUN) {
        starPart = part++;
        starAt = at;
      } else if (part < parts.size() && parts.get(part).matches(name[at])) {
        part++;
        at++;
      } else if (starPart >= 0) {
        part = starPart + 1;
        at = ++starAt;
      } else {
        return false;
      }
    }
    while (part < parts.size() && parts.get(part) == Wildcard.RUN) {
      part++;
    }
    return part == parts.size();
  }

  /** What one code point is held against. */
  @FunctionalInterface
  private interface Part {
    boolean matches(int codePoint);
  }

  private enum Wildcard implements Part {
    RUN,
    ONE;

    @Override
    public boolean matches(int codePoint) {
      return true;
    }
  }

  private record Range(int first, int last) {}

  private static final class Parser {
    private final int[] pattern;
    private int at;

    Parser(int[] pattern) {
      this.pattern = pattern;
    }

    List<Part> parse() {
      List<Part> parts = new ArrayList<>();
      while (at < pattern.length) {
        int c = pattern[at++];
        parts.add(
            switch (c) {
              case '*' -> Wildcard.RUN;
              case '?' -> Wildcard.ONE;
              case '[' -> set();
              default -> literal(c);
            });
      }
      return List.copyOf(parts);
    }

    private Part literal(int c) {
      int wanted = c == '\\' ? escaped() : c;
      return codePoint -> codePoint == wanted;
    }

    private int escaped() {
      if (at == pattern.length) {
        throw new IllegalArgumentException("nothing follows the backslash");
      }
      return pattern[at++];
    }

    private Part set() {
      boolean negated = at < pattern.length && (pattern[at] == '!' || pattern[at] == '^');
      if (negated) {
        at++;
      }
      List<Range> ranges = new ArrayList<>();
      do {
        ranges.add(range());
      } while (at < pattern.length && pattern[at] != ']');
      if (at++ >= pattern.length) {
        throw new IllegalArgumentException("'[' is not closed");
      }
      return codePoint ->
          negated != ranges.stream().anyMatch(r -> r.first() <= codePoint && codePoint <= r.last());
    }

    private Range range() {
      int first = member();
      if (at + 1 >= pattern.length || pattern[at] != '-' || pattern[at + 1] == ']') {
        return new Range(first, first);
      }
      at++;
      int last = member();
      if (last < first) {
        throw new IllegalArgumentException("a range in '[…]' runs backwards");
      }
      return new Range(first, last);
    }

    private int member() {
      if (at == pattern.length) {
        throw new IllegalArgumentException("'[' is not closed");
      }
      int c = pattern[at++];
      return c == '\\' ? escaped() : c;
    }
  }
}
