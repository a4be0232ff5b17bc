package io.bactrian.cluster.directory;

import java.util.ArrayList;
import java.util.List;

/** Cuts a YAML stream into its documents, so that each keeps the number of its first line. */
final class YamlDocuments {
  /**
   * One document's own text.
   *
   * @param firstLine of it in the stream, from 1
   */
  record Part(String text, int firstLine) {
    /** Whether nothing but comments and directives is in it. */
    boolean blank() {
      return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || isNothing(line));
    }

    private static boolean isNothing(String line) {
      return line.startsWith("#") || line.startsWith("%");
    }
  }

  private YamlDocuments() {}

  /** YAML allows a line that begins with three dashes, or is three dots, between documents only. */
  static List<Part> split(String stream) {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int line = 0;
    int first = 1;
    for (String content : stream.split("\n", -1)) {
      line++;
      if (isMarker(content, "---") || isMarker(content, "...")) {
        parts.add(new Part(text.toString(), first));
        text.setLength(0);
        first = line;
        text.append("   ").append(content, 3, content.length()).append('\n');
      } else {
        text.append(content).append('\n');
      }
    }
    parts.add(new Part(text.toString(), first));
    parts.removeIf(Part::blank);
    return parts;
  }

  private static boolean isMarker(String line, String marker) {
    return line.startsWith(marker)
        && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
  }
}
