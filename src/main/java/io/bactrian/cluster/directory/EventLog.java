package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as lines: time, type, reason, kind, namespace/name, message, divided by one space. At most
 * two files of 1 MiB: the older is {@code events.log.1}.
 */
final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final long LARGEST = 1 << 20;

  private final Path file;

  EventLog(Path file) {
    this.file = file;
  }

  /** Never throws: an event that cannot be written is a line in the log. */
  synchronized void tell(ResourceKey about, Notice notice) {
    String line =
        "%s %s %s %s: %s%n"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                notice.warning() ? "Warning" : "Normal",
                notice.reason(),
                about,
                notice.message().replaceAll("\\s*\\R\\s*", " "));
    try {
      rotate();
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} cannot be written ({}): {}", file, e.toString(), line.strip());
    }
  }

  private void rotate() throws IOException {
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
