package io.bactrian.operator;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The operator over a directory keeps every contract. */
@Execution(ExecutionMode.CONCURRENT)
class DirectoryEndIT {
  private static DirectoryEnd end;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    end = DirectoryEnd.startOrSkip(directory, OperatorContract.IMPATIENT);
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
