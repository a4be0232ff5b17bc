package io.bactrian.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference pages are what the code says. To write them anew after a change:
 *
 * <pre>BACTRIAN_WRITE_DOCS=1 ./mvnw test -Dtest=ReferenceTest</pre>
 */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("docs", "reference");

  @Test
  void metrics_areAllThere() throws IOException {
    check("metrics.md", MetricsPage.text());
  }

  @Test
  void resources_areAllThere() throws IOException {
    check("resources.md", ResourcesPage.text());
  }

  @Test
  void properties_areAllThere() throws IOException {
    check(
        "properties.md",
        PropertiesPage.text(
            Files.readString(Path.of("src/main/resources/application.properties"))));
  }

  private static void check(String name, String expected) throws IOException {
    Path page = REFERENCE.resolve(name);
    if (System.getenv("BACTRIAN_WRITE_DOCS") != null) {
      Files.writeString(page, expected);
    }
    assertThat(Files.readString(page))
        .as("%s is stale: BACTRIAN_WRITE_DOCS=1 ./mvnw test -Dtest=ReferenceTest", page)
        .isEqualTo(expected);
  }
}
