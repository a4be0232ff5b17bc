package io.bactrian.operator;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The operator on a real cluster keeps every contract. {@code .ci/cluster-end-to-end contracts}.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("cluster")
class ClusterEndIT {
  private static ClusterEnd end;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    end = ClusterEnd.startOrSkip(directory, OperatorContract.IMPATIENT);
  }

  @AfterAll
  static void stop() {
    if (end != null) {
      end.close();
    }
  }

  @Nested
  class Schedule extends ScheduleContract {
    @Override
    End end() {
      return end;
    }
  }

  @Nested
  class Retry extends RetryContract {
    @Override
    End end() {
      return end;
    }
  }

  @Nested
  class Cleaning extends CleaningContract {
    @Override
    End end() {
      return end;
    }
  }

  @Nested
  class Input extends InputContract {
    @Override
    End end() {
      return end;
    }
  }
}
