package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.RetryRecord;
import io.bactrian.testing.AuditLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty backups lose their store in the same moment, and find it again. */
class FiftyFailuresIT {
  private static final int COUNT = 50;

  /** As long in a record as words can be: a bracket takes six bytes, a euro three. */
  private static final String LONG_WORDS = "connection refused <€> ".repeat(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final Map<Integer, CompletableFuture<Void>> gates =
      Map.of(1, new CompletableFuture<>(), 2, new CompletableFuture<>());
  private StormSite site;
  private Kubelet kubelet;
  private Witness witness;
  private OperatorProcess operator;

  @BeforeEach
  void open() throws IOException {
    site = StormSite.openOrSkip(directory);
    witness = new Witness(site.admin(), site.namespace());
    kubelet = new Kubelet(site.admin(), this::fate, Duration.ofMillis(300)).serve(site.namespace());
    // No progress meanwhile: its writes belong to no retry.
    operator =
        OperatorProcess.alone(
                site, site.plane().url(), "fifty", "bactrian.operator.progress-interval=30m")
            .awaitReady();
  }

  @AfterEach
  void close() {
    if (operator != null) {
      operator.kill();
    }
    if (site != null) {
      kubelet.close();
      witness.close();
      site.close();
    }
  }

  /** Those of the calm go their way at once; those of the storm wait for each other. */
  private CompletableFuture<End> fate(Worker worker) {
    boolean failing = worker.attempt() == 1 && !worker.name().startsWith("calm");
    CompletableFuture<Void> gate =
        worker.name().startsWith("storm")
            ? gates.get(worker.attempt())
            : CompletableFuture.completedFuture(null);
    return gate.thenApply(
        open -> failing ? End.transientFailure(worker, LONG_WORDS) : End.complete(worker));
  }

  @Test
  void failingAtOnce_isOneRecordEach_threeWrites_andNoMemory() {
    long before = calm();
    long applied = site.plane().audit().mark();
    site.apply(documents("storm"));
    await("all at work", () -> atWork(1) == COUNT);
    // The log may tell of a write later than the watch does: one of these must not count below.
    await("the writes of that are in the log", () -> areLogged(applied, 2));
    long failing = site.plane().audit().mark();
    gates.get(1).complete(null);
    await("all at work again", () -> atWork(2) == COUNT);
    List<AuditLog.Asked> cycle = site.plane().audit().since(failing);
    gates.get(2).complete(null);
    await("all ended", () -> witness.underWay().isEmpty());
    long after = median();

    Map<String, Long> writes = statusWrites(cycle);
    List<RetryRecord> records =
        witness.statuses().values().stream()
            .flatMap(status -> StatusRules.records(status).stream())
            .toList();
    int largest = records.stream().mapToInt(FiftyFailuresIT::size).max().orElse(0);
    System.out.printf(
        "FiftyFailuresIT: %d records beside the first, the largest %d bytes; %d backups by their"
            + " status writes of the cycle: %s; requests of the cycle: %d; resident before %d KiB,"
            + " after %d KiB (%+.1f %%), at most %d KiB%n",
        records.size() - 1,
        largest,
        COUNT,
        writes.values().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting())),
        cycle.size(),
        before,
        after,
        100.0 * (after - before) / before,
        operator.peakKib());
    assertThat(names("storm")).allSatisfy(this::requireOneRetry);
    assertThat(records).as("with the one of the first").hasSize(COUNT + 1);
    assertThat(largest).isBetween(600, 1023);
    assertThat(writes).hasSize(COUNT);
    assertThat(writes.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3));
    assertThat(after).as("KiB after; before %d", before).isLessThan(before * 11 / 10);
    assertThat(witness.violations()).isEmpty();
    assertThat(kubelet.troubles()).isEmpty();
  }

  /**
   * Memory of an operator that has done as much before, and a retry: its code is compiled, its
   * pools are filled, so what is added later is the storm's.
   */
  private long calm() {
    site.apply(document("first"));
    await("the first, through a retry", () -> "Complete".equals(witness.status("first").phase));
    site.apply(documents("calm"));
    await(
        "as many that go well",
        () -> witness.statuses().size() > COUNT && witness.underWay().isEmpty());
    return median();
  }

  private void requireOneRetry(String name) {
    assertThat(witness.status(name).phase).isEqualTo("Complete");
    assertThat(witness.attempts(name)).containsExactly(1, 2);
    assertThat(StatusRules.records(witness.status(name))).hasSize(1);
  }

  private static List<String> names(String kind) {
    return IntStream.range(0, COUNT).mapToObj(i -> kind + "-" + i).toList();
  }

  private String documents(String kind) {
    return names(kind).stream().map(this::document).collect(Collectors.joining("---\n"));
  }

  private String document(String name) {
    return site.backup(
        name, "backoffRetryPolicy: {minRetryDuration: 2s, maxRetryTimes: 2, retryTimeout: 30m}");
  }

  /** Backups of the storm whose attempt was seen to have its Job. */
  private long atWork(int attempt) {
    return names("storm").stream()
        .map(witness::status)
        .filter(status -> status.attempt != null && status.attempt == attempt)
        .filter(status -> status.attemptStartedAt != null)
        .count();
  }

  /** Whether so many writes of each of the storm's statuses stand in the audit log. */
  private boolean areLogged(long mark, int each) {
    Map<String, Long> writes = statusWrites(site.plane().audit().since(mark));
    return names("storm").stream().allMatch(name -> writes.getOrDefault(name, 0L) >= each);
  }

  /** Refused ones too: they cost the API server as much. */
  private Map<String, Long> statusWrites(List<AuditLog.Asked> asked) {
    return asked.stream()
        .filter(request -> request.resource().equals("backups/status"))
        .filter(request -> request.namespace().equals(site.namespace()))
        .collect(Collectors.groupingBy(AuditLog.Asked::name, Collectors.counting()));
  }

  private static int size(RetryRecord record) {
    try {
      return JSON.writeValueAsString(record).getBytes(StandardCharsets.UTF_8).length;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of nine looks, half a second apart. */
  private long median() {
    return IntStream.range(0, 9).mapToLong(i -> look()).sorted().toArray()[4];
  }

  private long look() {
    Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    return operator.settledKib();
  }

  private void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(Duration.ofMinutes(8))
        .pollInterval(Duration.ofMillis(100))
        .until(condition::getAsBoolean);
  }
}
