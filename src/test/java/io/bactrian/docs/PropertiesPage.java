package io.bactrian.docs;

import java.util.Locale;

/**
 * docs/reference/properties.md, from the comments of application.properties: a comment belongs to
 * the properties under it, up to the next comment.
 */
final class PropertiesPage {
  private static final String HEAD =
      """
      # Properties

      Made from `src/main/resources/application.properties`; a test compares. Every property, its
      built-in value, and the variable that sets it.

      """;

  private final StringBuilder page = new StringBuilder(HEAD);
  private final StringBuilder comment = new StringBuilder();
  private boolean inTable;

  private PropertiesPage() {}

  static String text(String properties) {
    PropertiesPage page = new PropertiesPage();
    properties.lines().forEach(page::add);
    page.flush();
    return page.page.toString().strip() + "\n";
  }

  private void add(String line) {
    if (line.startsWith("#")) {
      comment.append(line.substring(1).replaceFirst("^ ", "")).append('\n');
    } else if (line.isBlank()) {
      flush();
    } else {
      property(line);
    }
  }

  /** Ends a table, and prints what was said. */
  private void flush() {
    if (inTable) {
      page.append('\n');
      inTable = false;
    }
    if (!comment.isEmpty()) {
      comment
          .toString()
          .lines()
          .map(said -> said.startsWith("  ") ? "    " + said.strip() : said)
          .forEach(said -> page.append(said).append('\n'));
      page.append('\n');
      comment.setLength(0);
    }
  }

  private void property(String line) {
    if (!comment.isEmpty()) {
      flush();
    }
    if (!inTable) {
      page.append("| Property | Built in | Variable |\n|---|---|---|\n");
      inTable = true;
    }
    int equals = line.indexOf('=');
    String name = line.substring(0, equals);
    String value = line.substring(equals + 1);
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    page.append(
        "| `%s` | %s | `%s` |\n"
            .formatted(name, value.isEmpty() ? "" : "`" + value + "`", variable));
  }
}
