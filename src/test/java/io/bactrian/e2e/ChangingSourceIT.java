package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Tools;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that changes, vanishes or resists while it is read; names in no encoding. */
class ChangingSourceIT extends OnRig {
  @ParameterizedTest
  @ValueSource(ints = {200_000, 6_000_000})
  void fileThatIsAppendedToWhileRead_exits3AndIsFlagged(int size) throws Exception {
    Path log = Trees.random(rig.source.resolve("busy.log"), size, 1);
    Trees.random(rig.source.resolve("quiet"), 5_000, 2);
    Cli.Result result;
    try (Writer writer = new Writer(() -> append(log))) {
      result = untilUnclean();
    }
    JsonNode json = result.requireExit(3).json();
    assertThat(json.path("result").asText()).isEqualTo("changed");
    String run = json.path("runId").asText();
    JsonNode shown = rig.show(run);
    assertThat(shown.path("report").path("changed").path("paths").get(0).asText())
        .isEqualTo("busy.log");
    assertThat(shown.path("report").path("vanished").path("count").asInt()).isZero();
    assertThat(json.path("report")).isEqualTo(shown.path("report"));
    Path restored = rig.kitRestore(run);
    assertThat(Files.size(restored.resolve("busy.log"))).isGreaterThanOrEqualTo(size);
    assertThat(restored.resolve("quiet")).hasSameBinaryContentAs(rig.source.resolve("quiet"));
    Path ours = rig.restore(run);
    assertThat(Rig.listing(ours)).isEqualTo(Rig.listing(restored));

    JsonNode quiet = rig.backup();
    rig.requireKitRestores(quiet.path("runId").asText(), Trees.describe(rig.source));
  }

  @Test
  void fileThatShrinksWhileRead_isPaddedToPlan() throws Exception {
    Path log = Trees.random(rig.source.resolve("shrinks"), 9_000_000, 3);
    AtomicBoolean shrink = new AtomicBoolean();
    Cli.Result result;
    try (Writer writer =
        new Writer(
            () -> {
              boolean smaller = shrink.getAndSet(!shrink.get());
              truncate(log, smaller ? 5_000_000 : 9_000_000);
            })) {
      result = untilUnclean();
    }
    String run = result.requireExit(3).json().path("runId").asText();
    assertThat(Files.size(rig.kitRestore(run).resolve("shrinks"))).isIn(5_000_000L, 9_000_000L);
    rig.restore(run);
  }

  @Test
  void filesThatVanish_areLeftOutAndReported() throws Exception {
    int files = 6_000;
    for (int i = 0; i < files; i++) {
      Files.writeString(rig.source.resolve("f%05d".formatted(i)), "content " + i);
    }
    int[] next = {files};
    Cli.Result result;
    try (Writer writer =
        new Writer(
            () -> {
              if (!Rig.children(rig.nameDir().resolve("lock")).isEmpty() && next[0] > 100) {
                delete(rig.source.resolve("f%05d".formatted(--next[0])));
              }
            })) {
      result = untilUnclean("--compression-level", "1");
    }
    String run = result.requireExit(3).json().path("runId").asText();
    JsonNode vanished = rig.show(run).path("report").path("vanished");
    assertThat(vanished.path("count").asInt()).isPositive();
    Path restored = rig.kitRestore(run);
    for (JsonNode path : vanished.path("paths")) {
      assertThat(restored.resolve(path.asText())).doesNotExist();
    }
    assertThat(restored.resolve("f00050")).hasContent("content 50");
    rig.restore(run);
  }

  @Test
  void unreadableFile_isNeverASilentGap() throws Exception {
    Path secret = Files.writeString(rig.source.resolve("not-for-us"), "x");
    Files.writeString(rig.source.resolve("for-us"), "y");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Cli cli = new Cli(place);
    if (Files.isReadable(secret)) {
      Tools.require("setpriv");
      cli.under("setpriv", "--bounding-set", "-dac_override,-dac_read_search");
    }
    Cli.Result result = cli.run(rig.backupWords()).requireExit(4);
    assertThat(result.json().path("error").toString()).contains("not-for-us");
    assertThat(rig.runs()).isEmpty();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    rig.requireKitRestores(rig.backup().path("runId").asText(), Trees.describe(rig.source));
    rig.requireExact();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void namesInNoEncoding_areBytes(String locale) {
    Tools.Result made =
        Tools.run(
            null,
            List.of(
                "sh",
                "-c",
                "cd \"$1\" && for n in '\\377\\376' 'caf\\351' 'caf\\303\\251' '\\303' '\\351/'; do"
                    + " f=$(printf \"$n\"); case $n in */) mkdir \"$f\"; echo in >\"$f/\"$(printf"
                    + " '\\374');; *) printf \"$n\" >\"$f\"; ln -s \"$f\" \"$f.link\"; ln \"$f\""
                    + " \"$f.second\";; esac; done",
                "sh",
                rig.source.toString()));
    assertThat(made.ok()).as(made.errors()).isTrue();
    String before = Rig.listing(rig.source);
    Cli cli = new Cli(place).with("LC_ALL", locale);
    String run = cli.run(rig.backupWords()).requireExit(0).json().path("runId").asText();
    assertThat(Rig.listing(rig.kitRestore(run))).isEqualTo(before);
    Path target = place.resolve("target");
    cli.run(rig.words("restore", run, "--to", target.toString())).requireExit(0);
    assertThat(Rig.listing(target)).isEqualTo(before);
    JsonNode second = cli.run(rig.backupWords()).requireExit(0).json();
    assertThat(second.path("bytesNew").asLong()).isZero();
  }

  /**
   * The writer must get its turn between two looks of a moment: on a busy machine not every time.
   */
  private Cli.Result untilUnclean(String... more) {
    String[] words =
        rig.backupWords(Stream.concat(Stream.of("--full"), Stream.of(more)).toArray(String[]::new));
    Cli.Result result = Rig.runWords(words);
    for (int i = 0; i < 60 && result.exit() == 0; i++) {
      result = Rig.runWords(words);
    }
    return result;
  }

  private static void append(Path file) {
    try {
      Files.write(file, new byte[] {'x'}, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void truncate(Path file, long size) {
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() > size) {
        channel.truncate(size);
      } else {
        channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), size - 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does something over and over in a thread of its own until it is closed. */
  private static final class Writer implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<Void> work;

    Writer(Runnable action) {
      work =
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  action.run();
                }
              },
              task -> new Thread(task, "writer").start());
    }

    @Override
    public void close() throws Exception {
      stop.set(true);
      work.get();
    }
  }
}
