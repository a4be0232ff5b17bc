package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the tests of both ends stand on: a world and a store of its own for each test. */
@Execution(ExecutionMode.CONCURRENT)
abstract class OperatorContract {
  /** Tag of a test that kills: its world is a mortal one. */
  static final String KILLS = "kills";

  /**
   * One attempt a request, so that a worker fails at once; a store on this very machine may take
   * long to answer.
   */
  static final Map<String, String> IMPATIENT =
      Map.of(
          "bactrian.retry.bundle.max-redeliveries", "0",
          "bactrian.retry.store.max-redeliveries", "0",
          "bactrian.store.read-timeout", "45s",
          "bactrian.store.call-timeout", "60s",
          "bactrian.operator.progress-interval", "1s",
          "bactrian.operator.clean.min-delay", "1s",
          "bactrian.lock.beat-interval", "2s",
          "bactrian.lock.take-over-after", "10s");

  BucketStore store;
  World world;

  abstract End end();

  @BeforeEach
  void startWorld(@TempDir Path directory, TestInfo test) throws IOException {
    world = test.getTags().contains(KILLS) ? end().mortalWorld(directory) : end().world(directory);
    store = end().store(world);
    Files.writeString(world.data().resolve("greeting"), "hello\n");
    Files.write(world.data().resolve("noise"), noise());
    world.apply(store.secret());
  }

  private static byte[] noise() {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @AfterEach
  void stopWorld() throws IOException {
    if (store != null) {
      store.heal();
    }
    if (world != null) {
      world.close();
    }
    if (store != null) {
      store.close();
    }
  }

  /** A Backup of the claim {@code data} into the store, unencrypted, with more members of spec. */
  void backup(String name, String... members) {
    world.apply(document(name, members));
  }

  String document(String name, String... members) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: Backup\nmetadata: {name: "
        + name
        + "}\nspec:\n  source: {persistentVolumeClaim: {claimName: data}}\n  storage: "
        + store.storage()
        + "\n"
        + (has(members, "settings") ? "" : "  settings: {encryption: {enabled: false}}\n")
        + Arrays.stream(members).map(m -> "  " + m + "\n").collect(Collectors.joining());
  }

  private static boolean has(String[] members, String name) {
    return Arrays.stream(members).anyMatch(member -> member.startsWith(name));
  }

  static String policy(String min, int times, String timeout) {
    return "backoffRetryPolicy: {minRetryDuration: "
        + min
        + ", maxRetryTimes: "
        + times
        + ", retryTimeout: "
        + timeout
        + "}";
  }

  JsonNode status(String name) {
    return world.resource("Backup", name).path("status");
  }

  String phase(String name) {
    return status(name).path("phase").asText();
  }

  JsonNode records(String name) {
    return status(name).path("backoffRetryStatus");
  }

  String condition(String name, String type) {
    for (JsonNode condition : status(name).path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return "";
  }

  /** Waits until an event says so: they are told apart from what they tell of, a little later. */
  void awaitEvents(String name, String... reasons) {
    eventually().untilAsserted(() -> assertThat(world.events("Backup", name)).contains(reasons));
  }

  static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofMinutes(6)).pollInterval(Duration.ofMillis(100));
  }

  /** Waits for the phase; a final one that is another fails at once, with all that is known. */
  void awaitPhase(String name, String wanted) {
    eventually().until(() -> phase(name).equals(wanted) || isFinal(phase(name)));
    assertThat(phase(name))
        .as("%s%n%s", world.resource("Backup", name).toPrettyString(), world.events("Backup", name))
        .isEqualTo(wanted);
  }

  private static boolean isFinal(String phase) {
    return phase.equals("Complete") || phase.equals("Failed") || phase.equals("Invalid");
  }

  void awaitGone(String kind, String name) {
    eventually().until(() -> world.resource(kind, name).isMissingNode());
  }

  static Duration between(JsonNode record, String from, String to) {
    return Duration.between(
        Instant.parse(record.path(from).asText()), Instant.parse(record.path(to).asText()));
  }
}
