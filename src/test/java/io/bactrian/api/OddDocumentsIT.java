package io.bactrian.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One document that our classes cannot read would stop every informer of its kind. Whatever is
 * sent, past kubectl's own checks: the API server refuses it, or our classes read it.
 *
 * <p>Every place gets some of the values, its neighbour the next ones; {@code -Psoak}: all of them.
 * {@code -Dbactrian.seed=…} repeats a choice.
 */
@Execution(ExecutionMode.CONCURRENT)
class OddDocumentsIT {
  private static final long SEED = Long.getLong("bactrian.seed", System.nanoTime() % 1_000);
  private static final int SOME = 4;
  private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS =
      Map.of(
          "backups",
          Backup.class,
          "restores",
          Restore.class,
          "backupschedules",
          BackupSchedule.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each replaces a value of a good document. */
  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "\"\"",
          "\"\\u0000 \uD83D\uDC2B ${x}\"",
          "true",
          "-1",
          "1.0",
          "2147483648",
          "9223372036854775808",
          "1e30",
          "1e308",
          "[null]",
          "{\"unknown\": {\"deep\": [1]}}",
          "{\"\": null}");

  private static final String PATH = "/apis/bactrian.io/v1alpha1/namespaces/odd/";

  private static final Map<String, String> THERE = new ConcurrentHashMap<>();

  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    client = InstalledApi.in("odd").plane().admin();
    Map<String, RichDocuments.Place> onePerKind = new TreeMap<>();
    RichDocuments.places().forEach(place -> onePerKind.putIfAbsent(place.plural(), place));
    onePerKind.forEach(
        (plural, place) -> client.raw(PATH + plural, "POST", place.document().toString()));
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
  }

  /** Each place with its number. */
  static Stream<Arguments> places() {
    List<RichDocuments.Place> places = RichDocuments.places();
    return IntStream.range(0, places.size()).mapToObj(i -> Arguments.of(places.get(i), i));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void oddValues_inAnyPlace_areRefusedOrRead(RichDocuments.Place place, int number)
      throws IOException {
    for (int i = 0; i < SOME; i++) {
      long chosen = SEED + (long) number * SOME + i;
      refusedOrRead(place, ODD_VALUES.get((int) (chosen % ODD_VALUES.size())));
    }
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("io.bactrian.api.RichDocuments#places")
  void everyOddValue_inAnyPlace_isRefusedOrRead(RichDocuments.Place place) throws IOException {
    for (String value : ODD_VALUES) {
      refusedOrRead(place, value);
    }
  }

  private static void refusedOrRead(RichDocuments.Place place, String value) throws IOException {
    Optional<String> stored = send(place, place.with(JSON.readTree(value)));
    if (stored.isPresent()) {
      isRead(place, value, stored.get());
    }
  }

  private static void isRead(RichDocuments.Place place, String value, String stored)
      throws IOException {
    assertThat(JSON.readTree(stored).findValue("unknown"))
        .as("seed %d: %s = %s", SEED, place, value)
        .isNull();
    assertThatCode(
            () -> client.getKubernetesSerialization().unmarshal(stored, KINDS.get(place.plural())))
        .as("seed %d: %s = %s: %s", SEED, place, value, stored)
        .doesNotThrowAnyException();
  }

  /** What the API server would store; empty where it refuses. */
  private static Optional<String> send(RichDocuments.Place place, ObjectNode document)
      throws IOException {
    try {
      String path = PATH + place.plural();
      return Optional.of(
          place.isOfStatus()
              ? client.raw(path + "/rich/status?dryRun=All", "PUT", current(path, document))
              : client.raw(path + "?dryRun=All", "POST", named(document)));
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("seed %d: %s", SEED, e.getMessage()).isBetween(400, 422);
      return Optional.empty();
    }
  }

  private static String named(ObjectNode document) {
    ((ObjectNode) document.get("metadata")).put("name", "odd");
    return document.toString();
  }

  /** Dry runs never change it, so one look is enough. */
  private static String current(String path, ObjectNode document) throws IOException {
    String there = THERE.computeIfAbsent(path, key -> client.raw(key + "/rich"));
    ObjectNode changed = (ObjectNode) JSON.readTree(there);
    changed.set("status", document.get("status"));
    return changed.toString();
  }
}
