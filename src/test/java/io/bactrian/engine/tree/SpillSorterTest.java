package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillSorterTest {
  private static final Comparator<byte[]> BYTES = Arrays::compareUnsigned;

  @TempDir Path spool;

  /** In memory; one level of runs; two levels; three. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 10_000, 1_000, 100})
  void sorted_anyHeap_givesTheSameAsAList(long heap) throws Exception {
    Random random = new Random(7);
    List<byte[]> expected = new ArrayList<>();
    try (SpillSorter sorter = new SpillSorter(spool, BYTES, heap)) {
      for (int i = 0; i < 5_000; i++) {
        byte[] record = new byte[random.nextInt(20)];
        random.nextBytes(record);
        expected.add(record);
        sorter.add(record);
      }
      expected.sort(BYTES);
      try (SortedRecords sorted = sorter.sorted()) {
        for (byte[] record : expected) {
          assertThat(sorted.next()).isEqualTo(record);
        }
        assertThat(sorted.hasNext()).isFalse();
      }
    }
    assertThat(filesInSpool()).isZero();
  }

  @Test
  void sorted_equalRecords_keepTheirOrder() {
    Comparator<byte[]> byFirst = Comparator.comparingInt(record -> record[0]);
    try (SpillSorter sorter = new SpillSorter(spool, byFirst, 200)) {
      for (int i = 0; i < 2_000; i++) {
        sorter.add(ByteBuffer.allocate(5).put((byte) (i % 3)).putInt(i).array());
      }
      int[] last = {-1, -1, -1};
      try (SortedRecords sorted = sorter.sorted()) {
        sorted.forEachRemaining(
            record -> {
              int number = ByteBuffer.wrap(record, 1, 4).getInt();
              assertThat(number).isGreaterThan(last[record[0]]);
              last[record[0]] = number;
            });
      }
    }
  }

  @Test
  void add_spilled_leavesNoNameInTheSpool() throws Exception {
    try (SpillSorter sorter = new SpillSorter(spool, BYTES, 10)) {
      sorter.add(new byte[100]);
      sorter.add(new byte[100]);
      assertThat(filesInSpool()).isZero();
    }
  }

  @Test
  void add_spoolMissing_isTransientAndNamesIt() {
    Path missing = spool.resolve("missing");
    try (SpillSorter sorter = new SpillSorter(missing, BYTES, 10)) {
      assertThatThrownBy(() -> sorter.add(new byte[100]))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure).hasMessageContaining(missing.toString());
              });
    }
  }

  private long filesInSpool() throws Exception {
    try (Stream<Path> files = Files.list(spool)) {
      return files.count();
    }
  }
}
