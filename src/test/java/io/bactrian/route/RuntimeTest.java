package io.bactrian.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeTest {
  private static final String FILE = "greeting-for-test.yaml";
  private static final Failure REFUSAL = Failure.of(FailureClass.DENIED, "no", "ask");
  @TempDir Path mounted;

  /** A bean without any Camel import, as all of ours are. */
  public static final class Refuser {
    public void run() {
      throw REFUSAL;
    }
  }

  @Test
  void call_runsTheBuiltInRoute() {
    try (Runtime runtime = start(new Properties())) {
      assertThat(runtime.call("direct:greet", "", String.class)).isEqualTo("built-in");
      assertThat(runtime.camel().getRegistry().lookupByName("workers"))
          .isInstanceOf(ExecutorService.class);
    }
  }

  @Test
  void call_failure_arrivesAsItWasThrown() {
    try (Runtime runtime = start(new Properties())) {
      assertThatThrownBy(() -> runtime.call("direct:refuse", "", String.class)).isSameAs(REFUSAL);
    }
  }

  @Test
  void mountedFileOfTheSameName_replacesTheBuiltInOne() throws IOException {
    mount(greeting("greet", "mounted {{who}}") + refuse());
    Properties properties = properties();
    properties.setProperty("who", "one");
    try (Runtime runtime = start(properties)) {
      assertThat(runtime.call("direct:greet", "", String.class)).isEqualTo("mounted one");
    }
  }

  @Test
  void mountedFileWithoutTheSameRouteIds_isRefused() throws IOException {
    mount(greeting("greet", "mounted"));
    assertThatThrownBy(() -> start(properties()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.failureClass()).isEqualTo(FailureClass.USAGE))
        .hasMessageContaining(FILE)
        .hasMessageContaining("refuse");
  }

  @Test
  void mountedFileThatDoesNotLoad_isRefusedByName() throws IOException {
    mount(greeting("greet", "mounted") + refuse().replace("bean:", "frobnicate:"));
    assertThatThrownBy(() -> start(properties()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(mounted.resolve(FILE).toString());
  }

  @Test
  void mountedFileThatIsNotYaml_isRefusedByName() throws IOException {
    mount("- route: {id: [");
    assertThatThrownBy(() -> start(properties()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(mounted.resolve(FILE).toString());
  }

  @Test
  void routesDirectoryThatIsNone_isRefused() {
    Properties properties = new Properties();
    properties.setProperty("bactrian.routes.directory", mounted.resolve("nowhere").toString());
    assertThatThrownBy(() -> start(properties))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nowhere");
  }

  private static Runtime start(Properties properties) {
    return Runtime.start(
        new RuntimeSpec(List.of(FILE), Map.of("refuser", new Refuser()), properties));
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("bactrian.routes.directory", mounted.toString());
    return properties;
  }

  private void mount(String yaml) throws IOException {
    Files.writeString(mounted.resolve(FILE), yaml);
  }

  private static String greeting(String id, String words) {
    return "- route: {id: "
        + id
        + ", from: {uri: 'direct:"
        + id
        + "', steps: [{setBody: {simple: '"
        + words
        + "'}}]}}\n";
  }

  private static String refuse() {
    return "- route: {id: refuse, from: {uri: 'direct:refuse', steps: [{bean: {ref: refuser}}]}}\n";
  }
}
