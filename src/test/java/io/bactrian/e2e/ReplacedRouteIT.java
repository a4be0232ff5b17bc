package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's bundle.yaml in a mounted directory is the one that runs. */
class ReplacedRouteIT {
  private static final String RETRIES = "\"{{bactrian.retry.bundle.max-redeliveries}}\"";
  private static final String PUT = "        - bean: {id: to-put, ref: backup, method: store}\n";

  @TempDir private Path directory;

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @Test
  void itsStepsAndItsRetriesTakeEffect() throws Exception {
    Site site = site();
    String mine =
        "        - log: {id: mine, message: \"my own step: ${body.label}\", loggingLevel: WARN}\n";
    String yaml = builtIn();
    assertThat(yaml).contains(PUT).contains(RETRIES);
    mount(site, yaml.replace(PUT, mine + PUT).replace(RETRIES, "\"5\""));
    FaultPlan.install(
        Map.of(
            "1.op",
            "put",
            "1.keys",
            ".*/data/.*",
            "1.at",
            "1-5",
            "1.per-key",
            "true",
            "1.fault",
            "reset"));
    Cli.Result failing = Cli.here(site.backup());
    assertThat(failing.requireExit(0).json().path("attempts").asInt())
        .isEqualTo(6 * failing.json().path("bundles").asInt());
  }

  @Test
  void itsLogStepIsSeenAndTheFileThatWonIsNamed() throws Exception {
    Site site = site();
    String mine =
        "        - log: {id: mine, message: \"my own step: ${body.label}\", loggingLevel: WARN}\n";
    mount(site, builtIn().replace(PUT, mine + PUT));
    Cli.Result result = new Cli(directory).run(site.backup("--log-level", "info")).requireExit(0);
    assertThat(result.err())
        .contains("my own step: bundle ")
        .contains("bundle.yaml")
        .contains(directory.resolve("routes").toString());
  }

  @Test
  void oneThatLacksARouteIsRefused() throws Exception {
    Site site = site();
    mount(site, builtIn().replace("id: attempt-bundle\n", "id: something-else\n"));
    assertThat(Cli.here(site.backup()).requireExit(2).out()).contains("attempt-bundle");
    assertThat(site.stored()).isEmpty();
  }

  private Site site() throws IOException {
    Site site = Site.faulty(directory);
    Trees.make(site.source(), 5, 10, 3 << 20);
    return site;
  }

  private void mount(Site site, String yaml) throws IOException {
    Path routes = Files.createDirectories(directory.resolve("routes"));
    Files.writeString(routes.resolve("bundle.yaml"), yaml);
    site.with("bactrian.routes.directory", routes.toString());
  }

  private static String builtIn() throws IOException {
    try (var in = ReplacedRouteIT.class.getResourceAsStream("/routes/bundle.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
