package io.bactrian.operator;

import io.bactrian.testing.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** {@code bactrian run DIR}, as a process that can be killed. */
final class DirectoryOperator implements AutoCloseable {
  private final Path resources;
  private final Cli cli;
  private volatile Cli.Running running;

  /**
   * @param properties of the operator and its workers
   */
  DirectoryOperator(Path directory, Map<String, String> properties) throws IOException {
    this.resources = Files.createDirectories(directory.resolve("resources"));
    this.cli = new Cli(Files.createDirectories(directory.resolve("logs"))).jvm("-Xmx256m");
    properties.forEach(this::set);
    set("bactrian.run.poll-interval", "200ms");
    set("bactrian.run.workers", "8");
  }

  private void set(String property, String value) {
    cli.with(property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
  }

  Path resources() {
    return resources;
  }

  void start() {
    running = cli.start("run", resources.toString());
  }

  void kill() {
    Cli.Running killed = running;
    running = null;
    killed.kill();
  }

  /** Fails with all it said if it ended by itself. */
  void requireAlive() {
    Cli.Running now = running;
    if (now != null && !now.process().isAlive()) {
      running = null;
      now.await().requireExit(-1);
    }
  }

  /** By SIGTERM: also sees that this ends it in time, and how. */
  @Override
  public void close() {
    Cli.Running ending = running;
    if (ending == null) {
      return;
    }
    try {
      ending.signal("TERM");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ending.await().requireExit(143);
  }
}
