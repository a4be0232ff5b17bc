package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input: a sentence that names the value, a hint, exit 2, nothing touched. */
class RefusalsTest {
  @TempDir Path place;

  @BeforeEach
  void source() throws IOException {
    Files.createDirectories(place.resolve("source/inside"));
    Files.writeString(place.resolve("key"), "ab".repeat(32) + "\n");
    Files.writeString(place.resolve("short-key"), "abcd\n");
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "frobnicate; frobnicate",
        "backup SRC --name n --repo ftp://host/path --key-file KEY; ftp",
        "backup SRC --name n --repo REPO --key-file KEY --algorithm rot13; rot13",
        "backup SRC --name n --repo REPO --key-file KEY --format zip; zip",
        "backup SRC --name n --repo REPO --key-file KEY --compression-level 99; 99",
        "backup SRC --name n --repo REPO --key-file KEY --format tar.gz --compression-level 0; 0",
        "backup SRC --name n --repo REPO --key-file KEY --compression-level high; high",
        "backup SRC --name n --repo REPO --key-file KEY --bundle-size 64parsecs; 64parsecs",
        "backup SRC --name n --repo REPO --key-file KEY --bundle-size 1; bundle-size",
        "backup SRC --name n --repo REPO --key-file KEY --concurrency 0.5; 0.5",
        "backup SRC --name n --repo REPO --key-file KEY --set bactrian.concurrency; bactrian.concurrency",
        "backup SRC --name n --repo REPO --key-file KEY --config nowhere.properties; nowhere.properties",
        "backup SRC --name n --repo REPO --key-file KEY --log-level loud; loud",
        "backup SRC --name n --repo REPO --key-file KEY --output xml; xml",
        "backup SRC --name n --repo REPO --key-file SHORT; short-key",
        "backup SRC --name n --repo REPO --key-file MISSING; missing-key",
        "backup SRC --name n --repo REPO; --key-file",
        "backup SRC --name n --repo REPO --algorithm none; none",
        "backup SRC --name n --repo REPO --key-file KEY --no-encryption; --no-encryption",
        "backup SRC --name n --repo REPO --no-encryption --algorithm gpg; --algorithm gpg",
        "backup SRC --name a/b --repo REPO --key-file KEY; a/b",
        "backup SRC --name .. --repo REPO --key-file KEY; ..",
        "backup SRC --name n --namespace ../x --repo REPO --key-file KEY; ../x",
        "backup NOWHERE --name n --repo REPO --key-file KEY; nowhere",
        "backup KEY --name n --repo REPO --key-file KEY; not a directory",
        "backup SRC --name n --repo SRC --key-file KEY; source",
        "backup SRC/inside --name n --repo SRC --key-file KEY; inside",
        "backup SRC --name n; --repo",
        "backup SRC --repo REPO; --name",
        "backup --name n --repo REPO; SOURCE",
        "backup SRC --name n --repo s3:///prefix --key-file KEY; s3:///prefix",
        "backup SRC --name n --repo s3://bucket/../x --key-file KEY; ../x",
        "backup SRC --name n --repo file://relative --key-file KEY; file://relative",
        "backup SRC --name n --repo REPO --endpoint http://x --key-file KEY; --endpoint",
        "restore latest --repo REPO; --to",
        "restore latest --repo REPO --to DIR --overwrite always; always",
        "list --repo REPO --frob; --frob",
        "verify latest --repo REPO --read-data=8/7; 8/7",
        "verify latest --repo REPO --read-data=half; half",
        "prune --name n --repo REPO; --keep-count",
        "prune --name n --repo REPO --keep-count -1; -1",
        "prune --name n --repo REPO --remote-retention fortnight; fortnight",
        "backup EMPTY --name n --repo REPO --key-file KEY; the path is empty",
        "backup SRC --name n --repo EMPTY --key-file KEY; --repo is empty",
        "backup SRC --name n --repo REPO --key-file EMPTY; --key-file",
        "restore latest --name n --repo REPO --to EMPTY --overwrite replace; --to",
        "list --repo REPO --config EMPTY; --config",
        "run EMPTY; the path is empty",
        "keys generate --out EMPTY; --out",
        "keys; generate",
        "keys generate; --out",
        "keys generate --out KEY; key",
      })
  void badInput_namesTheValueAndTouchesNothing(String command, String named) throws IOException {
    List<String> before = files();
    CommandRun run = CommandRun.of(words(command));
    assertThat(run.err()).contains(named).contains("HINT: ").doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void secretInUrl_isRefusedAndNotRepeated() {
    CommandRun run = CommandRun.of(words("list --repo s3://user:hunter2@bucket/prefix"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("HINT: ").doesNotContain("hunter2");
    CommandRun endpoint =
        CommandRun.of(words("list --repo s3://bucket --endpoint http://user:hunter2@host"));
    assertThat(endpoint.exitCode()).isEqualTo(2);
    assertThat(endpoint.err()).contains("--endpoint").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "list --repo REPO --frob --output json",
    "backup SRC --name a/b --repo REPO --output=json",
    "verify latest --repo ftp://x --output json"
  })
  void jsonRefusal_isOneDocument(String command) throws IOException {
    CommandRun run = CommandRun.of(words(command));
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.fieldNames())
        .toIterable()
        .startsWith(
            "verb", "name", "runId", "result", "exitCode", "bytesNew", "bytesReused", "attempts");
    assertThat(document.path("verb").asText()).isEqualTo(command.split(" ")[0]);
    assertThat(document.path("result").asText()).isEqualTo("failed");
    assertThat(document.path("exitCode").asInt()).isEqualTo(2).isEqualTo(run.exitCode());
    assertThat(document.path("error").path("class").asText()).isEqualTo("USAGE");
    assertThat(document.path("error").path("message").asText()).isNotBlank();
    assertThat(document.path("error").path("hint").asText()).isNotBlank();
    assertThat(document.path("error").path("causes").isArray()).isTrue();
  }

  @Test
  void jsonFailure_saysTheNameThatWasAskedFor() throws IOException {
    CommandRun run = CommandRun.of(words("show latest --name redis --repo REPO --output json"));
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("name").asText()).isEqualTo("redis");
    assertThat(document.path("exitCode").asInt()).isEqualTo(run.exitCode()).isNotZero();
  }

  private String[] words(String command) {
    return command
        .replace("SRC", place.resolve("source").toString())
        .replace("REPO", place.resolve("repo").toString())
        .replace("KEY", place.resolve("key").toString())
        .replace("SHORT", place.resolve("short-key").toString())
        .replace("MISSING", place.resolve("missing-key").toString())
        .replace("NOWHERE", place.resolve("nowhere").toString())
        .replace("DIR", place.resolve("target").toString())
        .replace("EMPTY", "")
        .split(" ", -1);
  }

  private List<String> files() throws IOException {
    try (var walk = Files.walk(place)) {
      return walk.map(Path::toString).sorted().toList();
    }
  }
}
