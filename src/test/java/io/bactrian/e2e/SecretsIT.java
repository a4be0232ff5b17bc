package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.Tools;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and credentials are in no log, argument list, exception, document or file. */
class SecretsIT {
  private static final String ACCESS = "AKIAUNMISTAKABLE0001";
  private static final String SECRET = "sEcReT/UnmistakableSecretKey+00000000001";
  private static final String TOKEN = "UnmistakableSessionToken0000000000000001";

  @TempDir Path place;
  private Rig rig;
  private final Map<String, byte[]> secrets = new LinkedHashMap<>();
  private final Set<String> commandLines = new TreeSet<>();

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(place);
    Trees.make(rig.source, 51, 10, 2 << 20);
    byte[] raw = HexFormat.of().parseHex(Rig.HEX);
    addSecret("key", raw);
  }

  private void addSecret(String what, byte[] raw) {
    secrets.put(what + " raw", raw);
    String hex = HexFormat.of().formatHex(raw);
    secrets.put(what + " hex", hex.getBytes(StandardCharsets.US_ASCII));
    secrets.put(what + " HEX", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    secrets.put(
        what + " base64",
        Base64.getEncoder()
            .encodeToString(raw)
            .substring(0, 42)
            .getBytes(StandardCharsets.US_ASCII));
    secrets.put(
        what + " base64url",
        Base64.getUrlEncoder()
            .encodeToString(raw)
            .substring(0, 42)
            .getBytes(StandardCharsets.US_ASCII));
    secrets.put(
        what + " as a list",
        java.util.Arrays.toString(raw)
            .replaceAll("[\\[\\]]", "")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hex", "base64", "raw"})
  void keyIsNowhere(String form) throws Exception {
    byte[] raw = HexFormat.of().parseHex(Rig.HEX);
    switch (form) {
      case "raw" -> Files.write(rig.key, raw);
      case "base64" -> Files.writeString(rig.key, Base64.getEncoder().encodeToString(raw) + "\n");
      default -> assertThat(rig.key).hasContent(Rig.HEX + "\n");
    }
    String level = form.equals("hex") ? "trace" : "debug";
    Cli cli = new Cli(place);
    Cli.Result backup = watched(cli.start(rig.backupWords("--log-level", level))).requireExit(0);
    String run = backup.json().path("runId").asText();
    addSecret("data key", dataKey());
    requireNoSecret(backup);
    requireNoSecret(rig.run("show", run, "--log-level", level));
    requireNoSecretIn(rig.repo);
    if (form.equals("hex")) {
      requireNoSecret(
          watched(
                  cli.start(
                      rig.words(
                          "restore",
                          run,
                          "--to",
                          place.resolve("target").toString(),
                          "--log-level",
                          level)))
              .requireExit(0));
      Cli.Result killed =
          watched(
                  rig.cliWithFaults("1.op=put", "1.keys=.*/STREAM", "1.fault=halt-before")
                      .start(rig.faulty(rig.backupWords("--full", "--log-level", level))))
              .requireExit(137);
      requireNoSecret(killed);
      requireNoSecretIn(rig.repo);
      requireNoSecret(
          watched(
                  rig.cliWithFaults("1.keys=.*/data/.*", "1.fault=500")
                      .start(rig.faulty(rig.backupWords("--full", "--log-level", level))))
              .requireExit(1));
    }
  }

  @Test
  void wrongAndMalformedKeys_areNotRepeated() throws IOException {
    rig.backup();
    Path other = place.resolve("other-key");
    String wrong = "fedcba9876543210".repeat(4);
    Files.writeString(other, wrong + "\n");
    addSecret("wrong key", HexFormat.of().parseHex(wrong));
    String run = rig.runs().get(0);
    Cli.Result result =
        with(
            other,
            "4",
            rig.words(
                "restore", run, "--to", place.resolve("t").toString(), "--log-level", "debug"));
    requireNoSecret(result);
    Files.writeString(other, wrong + "ff\n");
    requireNoSecret(with(other, "2", rig.words("show", run, "--log-level", "debug")));
    Files.writeString(other, wrong.replace('f', 'x') + "\n");
    secrets.put("malformed", wrong.replace('f', 'x').getBytes(StandardCharsets.US_ASCII));
    requireNoSecret(with(other, "2", rig.words("show", run, "--log-level", "debug")));
  }

  private Cli.Result with(Path key, String exit, String... words) {
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].equals(rig.key.toString()) ? key.toString() : words[i];
    }
    return Rig.runWords(words).requireExit(Integer.parseInt(exit));
  }

  @Test
  void credentialsOfAStore_areNowhere() throws Exception {
    for (String secret : List.of(SECRET, TOKEN)) {
      secrets.put(secret, secret.getBytes(StandardCharsets.US_ASCII));
    }
    Path settings = place.resolve("bactrian.properties");
    Files.writeString(
        settings,
        "bactrian.repository.nas.provider=s3\nbactrian.repository.nas.bucket=some-bucket\n"
            + "bactrian.repository.nas.endpoint=http://127.0.0.1:1\nbactrian.repository.nas.region=us-east-1\n"
            + "bactrian.repository.nas.access-key="
            + ACCESS
            + "\nbactrian.repository.nas.secret-key="
            + SECRET
            + "\n");
    String[] common = {
      "--set",
      "bactrian.retry.store.max-redeliveries=1",
      "--set",
      "bactrian.retry.store.redelivery-delay=10ms",
      "--log-level",
      "trace",
      "--output",
      "json"
    };
    Cli.Result byFile =
        watched(
                new Cli(place)
                    .start(
                        concat(common, "list", "--repo", "nas", "--config", settings.toString())))
            .requireExit(1);
    requireNoSecret(byFile);
    Cli withEnvironment =
        new Cli(place)
            .with("AWS_ACCESS_KEY_ID", ACCESS)
            .with("AWS_SECRET_ACCESS_KEY", SECRET)
            .with("AWS_SESSION_TOKEN", TOKEN);
    Cli.Result byEnvironment =
        watched(
                withEnvironment.start(
                    concat(
                        common,
                        "list",
                        "--repo",
                        "s3://bucket/prefix",
                        "--endpoint",
                        "http://127.0.0.1:1",
                        "--region",
                        "us-east-1")))
            .requireExit(1);
    requireNoSecret(byEnvironment);
    Cli.Result bySet =
        watched(
                new Cli(place)
                    .with("BACTRIAN_REPOSITORY_NAS_SECRET_KEY", SECRET)
                    .start(
                        concat(
                            common,
                            "list",
                            "--repo",
                            "nas",
                            "--config",
                            settings.toString(),
                            "--frob")))
            .requireExit(2);
    requireNoSecret(bySet);
  }

  private static String[] concat(String[] last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(last));
    return all.toArray(String[]::new);
  }

  /** Notes the command line of the process and of every child while it lives. */
  private Cli.Result watched(Cli.Running running) throws InterruptedException {
    do {
      note(running.process().toHandle());
      running.process().descendants().forEach(this::note);
    } while (!running.process().waitFor(5, TimeUnit.MILLISECONDS));
    return running.await();
  }

  private void note(ProcessHandle process) {
    try {
      commandLines.add(
          Files.readString(
              Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      assertThat(e).as("it ended while we looked").isInstanceOf(IOException.class);
    }
  }

  private void requireNoSecret(Cli.Result result) {
    requireNone(
        "stdout of " + result.arguments(), result.out().getBytes(StandardCharsets.ISO_8859_1));
    requireNone(
        "stderr of " + result.arguments(), result.err().getBytes(StandardCharsets.ISO_8859_1));
    requireNone(
        "argument lists", String.join("\n", commandLines).getBytes(StandardCharsets.ISO_8859_1));
  }

  private void requireNoSecretIn(Path directory) throws IOException {
    List<Path> files = Rig.files(directory);
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      requireNone(file.toString(), Files.readAllBytes(file));
    }
  }

  private void requireNone(String where, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    secrets.forEach(
        (what, secret) ->
            assertThat(text.contains(new String(secret, StandardCharsets.ISO_8859_1)))
                .as("%s in %s", what, where)
                .isFalse());
  }

  /** The data key, unwrapped by a stock tool. */
  private byte[] dataKey() {
    Tools.require("openssl");
    String file = Rig.children(rig.nameDir().resolve("keys")).get(0);
    String kekId = file.split("\\.")[1];
    Tools.Result result =
        Tools.run(
            null,
            List.of(
                "openssl",
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-secretkey",
                Rig.HEX,
                "-secretkeyid",
                HexFormat.of().formatHex(kekId.getBytes(StandardCharsets.US_ASCII)),
                "-in",
                rig.nameDir().resolve("keys").resolve(file).toString()));
    assertThat(result.ok()).as(result.errors()).isTrue();
    return HexFormat.of().parseHex(new String(result.output(), StandardCharsets.US_ASCII).strip());
  }
}
