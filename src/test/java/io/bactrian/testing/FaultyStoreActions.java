package io.bactrian.testing;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.store.FileStoreActions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The file store with the faults of the {@link FaultPlan}:
 *
 * <ul>
 *   <li>{@code halt-before}, {@code halt-after}: the JVM ends like kill -9, before or after it is
 *       done
 *   <li>{@code reset}: fails before anything is done; {@code reset-after}: done, but the caller
 *       gets a failure (a later try is the late duplicate)
 *   <li>{@code 500}, {@code denied}, {@code no-bucket}, {@code enospc}: fails so
 *   <li>{@code slow:20}: done after 20 ms; {@code hang}: done after an hour
 *   <li>{@code until-gone:/path}: makes {@code /path.reached}, and is done once {@code /path} is
 *       gone
 *   <li>{@code short-write}: half the bytes are stored and reported; {@code late-duplicate}: done
 *       twice, the second one's outcome is the caller's
 *   <li>{@code short-read}: a get ends after half; {@code broken-read}: it breaks there; {@code
 *       flip}: one bit of it is wrong
 * </ul>
 */
public class FaultyStoreActions extends FileStoreActions {
  public FaultyStoreActions(String path) {
    super(path);
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private static <T> T with(String operation, String key, Action<T> action) throws IOException {
    return with(FaultPlan.current().next(operation, key), action);
  }

  private static <T> T with(String fault, Action<T> action) throws IOException {
    before(fault);
    T result = action.run();
    if (fault.equals("halt-after")) {
      Runtime.getRuntime().halt(137);
    }
    if (fault.equals("reset-after")) {
      throw new SocketException("Connection reset (injected, after)");
    }
    return fault.equals("late-duplicate") ? action.run() : result;
  }

  private static void before(String fault) throws IOException {
    switch (fault) {
      case "halt-before" -> Runtime.getRuntime().halt(137);
      case "reset" -> throw new SocketException("Connection reset (injected)");
      case "500" -> throw new IOException("status 500 (injected)");
      case "enospc" -> throw new FileSystemException("x", null, "No space left on device");
      case "denied" -> throw Failure.of(FailureClass.DENIED, "Access Denied (injected)", null);
      case "no-bucket" ->
          throw Failure.of(FailureClass.NO_SUCH_BUCKET, "no such bucket (injected)", null);
      case "hang" -> pause(3_600_000);
      default -> {
        if (fault.startsWith("slow:")) {
          pause(Long.parseLong(fault.substring("slow:".length())));
        } else if (fault.startsWith("until-gone:")) {
          waitAt(fault.substring("until-gone:".length()));
        }
      }
    }
  }

  private static void waitAt(String gate) throws IOException {
    Files.createFile(Path.of(gate + ".reached"));
    while (Files.exists(Path.of(gate))) {
      pause(20);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted (injected)", e);
    }
  }

  @Override
  public long put(String key, File file, long length) throws IOException {
    String fault = FaultPlan.current().next("put", key);
    return fault.equals("short-write")
        ? putHalf(key, file)
        : with(fault, () -> super.put(key, file, length));
  }

  private long putHalf(String key, File file) throws IOException {
    Path half = Files.createTempFile("half", ".tmp");
    try (InputStream in = Files.newInputStream(file.toPath())) {
      Files.write(half, in.readNBytes((int) (file.length() / 2)));
      return super.put(key, half.toFile(), Files.size(half));
    } finally {
      Files.delete(half);
    }
  }

  @Override
  public InputStream get(String key, long offset, long count) throws IOException {
    String fault = FaultPlan.current().next("get", key);
    long half = super.available(key, offset, count) / 2;
    InputStream in = with(fault, () -> super.get(key, offset, count));
    return SpoiledStream.KINDS.contains(fault) ? new SpoiledStream(in, half, fault) : in;
  }

  @Override
  public Long length(String key) throws IOException {
    return with("head", key, () -> super.length(key));
  }

  @Override
  public List<Map<String, Object>> list(String prefix, String after, String token, int limit)
      throws IOException {
    return with("list", prefix, () -> super.list(prefix, after, token, limit));
  }

  @Override
  public void delete(String key) throws IOException {
    with(
        "delete",
        key,
        () -> {
          super.delete(key);
          return null;
        });
  }
}
