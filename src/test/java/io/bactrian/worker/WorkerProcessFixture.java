package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code bactrian worker} as a process of its own, as its pod runs it. */
abstract class WorkerProcessFixture {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String FIRST = "20261121T020000Z-aaaaaa";
  static final String SECOND = "20261121T020500Z-bbbbbb";
  static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path place;
  OrderRig rig;
  Path termination;

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place);
    termination = place.resolve("termination-log");
    Trees.make(rig.source, 5, 20, 3 << 20);
  }

  String[] words(WorkerOrder order, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("worker", "--order", rig.file(order).toString(), "--output", "json"));
    for (String assignment : rig.assignments()) {
      words.addAll(List.of("--set", assignment));
    }
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  Cli cli(String... rules) throws IOException {
    Path plan = Files.write(Files.createTempFile(place, "faults", ".properties"), List.of(rules));
    return new Cli(place)
        .jvm("-D" + FaultPlan.PROPERTY + "=" + plan)
        .with(TerminationLog.VARIABLE, termination.toString());
  }

  WorkerEnd end() throws IOException {
    byte[] message = Files.readAllBytes(termination);
    assertThat(message.length).isLessThanOrEqualTo(EndMessage.MOST_BYTES);
    return JSON.readValue(message, WorkerEnd.class);
  }

  /** The lock's holder as it would look from another node. */
  void elsewhere() throws IOException {
    Path lock = rig.nameDir().resolve("lock/00000001");
    String record = Files.readString(lock);
    String moved =
        record
            .replaceFirst("\"bootId\" : \"[^\"]*\"", "\"bootId\" : \"another\"")
            .replaceFirst("\"host\" : \"[^\"]*\"", "\"host\" : \"node-b\"");
    assertThat(moved).isNotEqualTo(record).contains("\"uid\" : \"uid-1\"");
    Files.writeString(lock, moved);
  }

  List<String> objects() throws IOException {
    return rig.stored().stream()
        .filter(file -> file.contains("/data/") || file.contains("/index/"))
        .collect(Collectors.toList());
  }
}
