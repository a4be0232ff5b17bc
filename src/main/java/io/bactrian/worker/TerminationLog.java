package io.bactrian.worker;

import io.bactrian.api.WorkerEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where Kubernetes looks for a container's last words. Written once, by whoever comes first. */
public final class TerminationLog {
  /** Names the file where no flag does. */
  public static final String VARIABLE = "BACTRIAN_TERMINATION_LOG";

  private static final Path STANDARD = Path.of("/dev/termination-log");

  private final Path file;
  private final boolean make;
  private final AtomicBoolean written = new AtomicBoolean();
  private volatile WorkerEnd said;

  private TerminationLog(Path file, boolean make) {
    this.file = file;
    this.make = make;
  }

  /** The flag's file, else the variable's, else Kubernetes' own, which is never made. */
  public static TerminationLog of(Optional<Path> flag, Map<String, String> environment) {
    String variable = environment.getOrDefault(VARIABLE, "");
    Optional<Path> named =
        flag.or(() -> variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable)));
    return new TerminationLog(named.orElse(STANDARD), named.isPresent());
  }

  /** Whether this end stands there, and none that came before it. */
  public boolean says(WorkerEnd end) {
    return said == end;
  }

  /** Why it could not be written; empty where it was, or had been before. */
  public Optional<String> write(WorkerEnd end) {
    if (!written.compareAndSet(false, true)) {
      return Optional.empty();
    }
    byte[] message = EndMessage.of(end);
    try {
      if (make) {
        Files.write(file, message);
      } else {
        Files.write(file, message, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
      }
      said = end;
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the termination log '" + file + "' cannot be written: " + e);
    }
  }
}
