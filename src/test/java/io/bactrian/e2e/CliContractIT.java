package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Signals;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes, sentences and JSON of verbs that meet a repository. */
class CliContractIT {
  @TempDir Path place;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(place);
    Trees.make(rig.source, 61, 10, 3 << 20);
  }

  @Test
  void everyVerb_printsOneDocumentWithTheMembersOfTheContract() throws IOException {
    JsonNode backup = requireContract("backup", Rig.runWords(rig.backupWords()), 0, "complete");
    String run = backup.path("runId").asText();
    assertThat(run).matches("\\d{8}T\\d{6}Z-[0-9a-f]{6}");
    assertThat(backup.path("bytesNew").asLong()).isPositive();
    assertThat(backup.path("attempts").asLong()).isPositive();
    requireContract("list", rig.run("list"), 0, "complete");
    requireContract("show", rig.run("show", "latest"), 0, "complete");
    requireContract("verify", rig.run("verify", "latest", "--read-data"), 0, "complete");
    requireContract(
        "restore",
        rig.run("restore", run.substring(0, 17), "--to", place.resolve("t").toString()),
        0,
        "complete");
    requireContract("prune", rig.run("prune", "--keep-count", "3"), 0, "complete");
    requireContract("delete", rig.run("delete", run), 0, "complete");
    requireContract("show", rig.run("show", "latest"), 2, "failed");
  }

  private JsonNode requireContract(String verb, Cli.Result result, int exit, String outcome)
      throws IOException {
    result.requireExit(exit);
    JsonNode document;
    try (var parser = new ObjectMapper().getFactory().createParser(result.out())) {
      document = parser.readValueAsTree();
      assertThat(parser.nextToken()).as("nothing after the document").isNull();
    }
    assertThat(document.fieldNames())
        .toIterable()
        .startsWith(
            "verb", "name", "runId", "result", "exitCode", "bytesNew", "bytesReused", "attempts");
    assertThat(document.path("verb").asText()).isEqualTo(verb);
    assertThat(document.path("result").asText()).isEqualTo(outcome);
    assertThat(document.path("exitCode").asInt()).isEqualTo(exit);
    for (String number : List.of("exitCode", "bytesNew", "bytesReused", "attempts")) {
      assertThat(document.path(number).isIntegralNumber()).as(number).isTrue();
    }
    if (exit > 0) {
      assertThat(result.err()).contains("HINT: ");
    }
    return document;
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void signal_endsWithItsCode_andTheSameCommandCarriesOn(String signal, int exit) throws Exception {
    Signals.requireReaching(signal);
    Path gate = Files.writeString(place.resolve("gate"), "closed");
    Path spool = Files.createDirectory(place.resolve("spool"));
    rig.set(
        "bactrian.bundle-size=1MiB", "bactrian.concurrency=1", "bactrian.spool.directory=" + spool);
    Trees.random(rig.source.resolve("more"), 6 << 20, 7);
    Cli.Running running =
        rig.cliWithFaults("1.op=put", "1.keys=.*/data/.*", "1.at=4", "1.fault=until-gone:" + gate)
            .start(rig.faulty(rig.backupWords()));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(place.resolve("gate.reached")) || !running.process().isAlive());
    running.signal(signal);
    Cli.Result ended = running.await();
    requireContract("backup", ended, exit, "interrupted");
    assertThat(spool).as("what waited to be sent").isEmptyDirectory();
    assertThat(rig.runs()).isEmpty();
    String run = rig.backup().path("runId").asText();
    rig.requireRestores(run, Trees.describe(rig.source));
    rig.requireExact();
  }

  @Test
  void wrongKey_exits4_beforeAnyDataMoves() throws IOException {
    String run = rig.backup().path("runId").asText();
    Files.writeString(rig.key, "cd".repeat(32) + "\n");
    List<Path> before = withoutLock();
    for (String[] words :
        List.of(
            rig.backupWords(),
            rig.words("restore", run, "--to", place.resolve("t").toString()),
            rig.words("verify", run),
            rig.words("show", run))) {
      Cli.Result result = Rig.runWords(words).requireExit(4);
      assertThat(result.json().path("error").path("class").asText()).isEqualTo("WRONG_KEY");
      assertThat(result.err()).contains("HINT: ");
    }
    assertThat(withoutLock()).isEqualTo(before);
    assertThat(place.resolve("t")).doesNotExist();
  }

  @Test
  void keyMissing_isRefused() {
    String run = rig.backup().path("runId").asText();
    for (String verb : List.of("restore", "verify")) {
      Stream<String> words = Stream.of(verb, run, "--repo", rig.repo.toString());
      Stream<String> target =
          verb.equals("restore") ? Stream.of("--to", place.resolve("t").toString()) : Stream.of();
      Cli.Result result = Rig.runWords(Stream.concat(words, target).toArray(String[]::new));
      assertThat(result.exit()).as(result.err()).isIn(2, 4);
      assertThat(result.err()).contains("--key-file");
    }
    assertThat(place.resolve("t")).doesNotExist();
  }

  /** An empty list would pass for an empty repository. */
  @Test
  void list_ofANamespaceWithoutBackups_namesThoseThatHaveSome() throws IOException {
    rig.backup();
    Cli.Result result = rig.run("list", "--namespace", "shop").requireExit(0);
    assertThat(result.json().path("runs")).isEmpty();
    assertThat(result.json().path("hint").asText())
        .startsWith("there is no backup in namespace 'shop' of ")
        .endsWith("HINT: use --namespace with one of: default");
    assertThat(rig.run("list").requireExit(0).json().has("hint")).isFalse();
  }

  @Test
  void manifestOfAFutureVersion_exits4() throws IOException {
    String run = rig.backup().path("runId").asText();
    Path manifest = rig.runDir(run).resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"formatVersion\" *: *1", "\"formatVersion\" : 99"));
    for (String[] words :
        List.of(
            rig.words("restore", run, "--to", place.resolve("t").toString()),
            rig.words("verify", run),
            rig.words("show", run))) {
      Cli.Result result = Rig.runWords(words).requireExit(4);
      assertThat(result.err()).contains("99").contains("HINT: ");
      assertThat(result.json().path("error").path("class").asText()).isEqualTo("FUTURE_VERSION");
    }
    assertThat(rig.run("list").requireExit(0).out()).contains(run);
  }

  @Test
  void backupThatIsAmbiguousOrUnknown_exits2() throws IOException {
    String first = rig.backup().path("runId").asText();
    rig.backup();
    Cli.Result ambiguous = rig.run("show", first.substring(0, 4)).requireExit(2);
    assertThat(ambiguous.err()).contains(first.substring(0, 4)).contains("several").contains(first);
    Cli.Result unknown = rig.run("show", "19990101").requireExit(2);
    assertThat(unknown.err()).contains("19990101").contains("HINT: ");
    rig.run("delete", first.substring(0, 4)).requireExit(2);
    rig.run("restore", first.substring(0, 4), "--to", place.resolve("t").toString()).requireExit(2);
    assertThat(rig.runs()).hasSize(2);
    assertThat(place.resolve("t")).doesNotExist();
  }

  @Test
  void severalNamesAndNoName_exits2() throws IOException {
    rig.backup();
    Rig.runWords(
            Stream.of(rig.backupWords())
                .map(word -> word.equals(Rig.NAME) ? "other" : word)
                .toArray(String[]::new))
        .requireExit(0);
    String[] repo = {"--repo", rig.repo.toString()};
    for (String[] words :
        List.of(
            new String[] {"show", "latest", "--key-file", rig.key.toString()},
            new String[] {"verify", "latest", "--key-file", rig.key.toString()},
            new String[] {"delete", "latest"},
            new String[] {
              "restore",
              "latest",
              "--to",
              place.resolve("t").toString(),
              "--key-file",
              rig.key.toString()
            })) {
      Cli.Result result =
          Rig.runWords(Stream.concat(Stream.of(words), Stream.of(repo)).toArray(String[]::new))
              .requireExit(2);
      assertThat(result.err()).contains("other").contains("--name");
    }
    assertThat(rig.runs()).hasSize(1);
  }

  @Test
  void targetThatIsNotEmpty_exits2_andStaysAsItWas() throws IOException {
    rig.backup();
    Path target = Files.createDirectories(place.resolve("t"));
    Files.writeString(target.resolve("mine"), "precious");
    Map<String, String> before = Trees.describe(target);
    Cli.Result result = rig.run("restore", "latest", "--to", target.toString()).requireExit(2);
    assertThat(result.err()).contains(target.toString()).contains("--overwrite");
    assertThat(Trees.describe(target)).isEqualTo(before);
  }

  @Test
  void emptyRepository_listsNothing_andOtherVerbsExit2() throws IOException {
    Files.createDirectories(rig.repo);
    rig.run("list").requireExit(0);
    rig.run("show", "latest").requireExit(2);
    rig.run("delete", "latest").requireExit(2);
    assertThat(Rig.files(rig.repo)).isEmpty();
  }

  private List<Path> withoutLock() throws IOException {
    return Rig.files(rig.repo).stream()
        .filter(path -> !path.toString().contains("/lock/"))
        .toList();
  }
}
