package io.bactrian.config;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.repo.LockTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting, typed and checked, parsed once.
 *
 * @param concurrency bundles in flight at once, at least 1
 * @param bundleSize bytes of new data in one object
 * @param compressionLevel valid for the format
 * @param spoolDirectory where objects wait; empty: let the repository or the system decide
 */
public record Settings(
    Retry bundleRetry,
    Retry storeRetry,
    int concurrency,
    long bundleSize,
    ArchiveFormat format,
    int compressionLevel,
    Algorithm algorithm,
    Optional<Path> spoolDirectory,
    Optional<Path> routesDirectory,
    Optional<Path> kameletsDirectory,
    Lock lock,
    StoreDeadlines store) {

  private static final long MIB = 1L << 20;

  /** How often and when something is tried again. */
  public record Retry(
      int maxRedeliveries,
      Duration redeliveryDelay,
      double backOffMultiplier,
      Duration maximumRedeliveryDelay,
      double collisionAvoidanceFactor) {

    static Retry of(SettingReader in, String prefix) {
      return new Retry(
          in.integer(prefix + "max-redeliveries", 0, 1000),
          in.duration(prefix + "redelivery-delay"),
          in.decimal(prefix + "back-off-multiplier", 1, 100),
          in.duration(prefix + "maximum-redelivery-delay"),
          in.decimal(prefix + "collision-avoidance-factor", 0, 1));
    }
  }

  /** How a name's lock lives. */
  public record Lock(Duration beatInterval, Duration takeOverAfter, Duration workerPatience) {

    /** A person is told at once who holds it. */
    public LockTimes ofPerson() {
      return LockTimes.of(beatInterval, takeOverAfter);
    }

    /** A worker waits: the other may be the cleaning of an older backup of the same schedule. */
    public LockTimes ofWorker() {
      return ofPerson().patient(workerPatience);
    }
  }

  /** Deadlines of one request to a store. */
  public record StoreDeadlines(Duration connect, Duration read, Duration call) {}

  /** USAGE, naming property and value, where one is malformed or out of range. */
  public static Settings of(Resolved resolved) {
    SettingReader in = new SettingReader(resolved);
    ArchiveFormat format = ArchiveFormat.of(in.text("bactrian.format"));
    return new Settings(
        Retry.of(in, "bactrian.retry.bundle."),
        Retry.of(in, "bactrian.retry.store."),
        concurrency(in),
        in.size("bactrian.bundle-size", MIB / 16, 1024 * MIB),
        format,
        level(in, format),
        Algorithm.of(in.text("bactrian.algorithm")),
        in.path("bactrian.spool.directory"),
        in.path("bactrian.routes.directory"),
        in.path("bactrian.kamelets.directory"),
        new Lock(
            in.duration("bactrian.lock.beat-interval"),
            in.duration("bactrian.lock.take-over-after"),
            in.duration("bactrian.lock.worker-patience")),
        new StoreDeadlines(
            in.duration("bactrian.store.connect-timeout"),
            in.duration("bactrian.store.read-timeout"),
            in.duration("bactrian.store.call-timeout")));
  }

  private static int concurrency(SettingReader in) {
    int asked = in.integer("bactrian.concurrency", 0, 64);
    return asked > 0
        ? asked
        : Math.min(8, 2 * java.lang.Runtime.getRuntime().availableProcessors());
  }

  private static int level(SettingReader in, ArchiveFormat format) {
    String name = "bactrian.compression-level";
    return in.text(name).isEmpty()
        ? format.standardLevel()
        : format.requireLevel(in.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
