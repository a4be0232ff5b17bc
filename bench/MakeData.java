import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Data for the benchmark, the same for the same size: {@code java MakeData.java make DIR MB} writes
 * it, {@code java MakeData.java change DIR MB} changes one per cent of it in place.
 */
final class MakeData {
  private static final int PAGE = 8192;
  private static final int STRETCH = 256 * 1024;
  private static final int SMALL_FILE = 10_000;
  private static final String[] WORDS = {
    "GET", "POST", "connected", "timeout", "user", "session", "cache", "miss", "hit", "replica", "error", "retry"
  };

  private final Path directory;
  private final long bytes;
  private final Random random;

  private MakeData(Path directory, long megabytes, long seed) {
    this.directory = directory;
    this.bytes = megabytes * 1_000_000;
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !args[0].matches("make|change")) {
      throw new IllegalArgumentException("make|change DIR MB");
    }
    boolean make = args[0].equals("make");
    MakeData data = new MakeData(Path.of(args[1]), Long.parseLong(args[2]), make ? 1 : 2);
    if (make) {
      data.make();
    } else {
      data.change();
    }
  }

  /** Four tenths tables, two tenths logs, one tenth small files, three tenths one huge file. */
  private void make() throws IOException {
    for (int table = 0; table < 4; table++) {
      pages(directory.resolve("tables/table-" + table + ".db"), bytes / 10);
    }
    for (int log = 0; log < 5; log++) {
      log(directory.resolve("logs/service-" + log + ".log"), bytes / 25, false);
    }
    for (int file = 0; file < smallFiles(); file++) {
      small(file);
    }
    pages(directory.resolve("huge.dump"), bytes * 3 / 10);
  }

  /** One per cent: stretches of pages, the logs' ends, every hundredth small file. */
  private void change() throws IOException {
    for (int table = 0; table < 4; table++) {
      overwrite(directory.resolve("tables/table-" + table + ".db"));
    }
    overwrite(directory.resolve("huge.dump"));
    for (int log = 0; log < 5; log++) {
      log(directory.resolve("logs/service-" + log + ".log"), bytes / 2500, true);
    }
    for (int file = 0; file < smallFiles(); file += 100) {
      small(file);
    }
  }

  private int smallFiles() {
    return (int) (bytes / 10 / SMALL_FILE);
  }

  private void pages(Path file, long length) throws IOException {
    try (OutputStream out = create(file)) {
      byte[] page = new byte[PAGE];
      for (long written = 0; written < length; written += PAGE) {
        fill(page, written / PAGE);
        out.write(page);
      }
    }
  }

  /** Half random, half what compresses: a header, repeated rows, free space. */
  private void fill(byte[] page, long number) {
    java.util.Arrays.fill(page, (byte) 0);
    byte[] noise = new byte[PAGE / 2];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, page, 64, noise.length);
    byte[] row = ("page=" + number + ";row=" + (number * 31) + ";state=active;").getBytes(StandardCharsets.US_ASCII);
    for (int at = 64 + noise.length; at + row.length < PAGE - 512; at += row.length) {
      System.arraycopy(row, 0, page, at, row.length);
    }
  }

  private void log(Path file, long length, boolean append) throws IOException {
    try (OutputStream out = append ? appender(file) : create(file)) {
      long written = 0;
      long second = 1_700_000_000L;
      while (written < length) {
        byte[] line = line(second++).getBytes(StandardCharsets.US_ASCII);
        out.write(line);
        written += line.length;
      }
    }
  }

  private String line(long second) {
    StringBuilder line = new StringBuilder().append(second).append(" [worker-").append(random.nextInt(16)).append("] ");
    for (int word = 0; word < 8; word++) {
      line.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return line.append("id=").append(Integer.toHexString(random.nextInt())).append('\n').toString();
  }

  private void small(int number) throws IOException {
    String name = String.format("small/%03d/%05d.json", number / 200, number);
    try (OutputStream out = create(directory.resolve(name))) {
      int length = SMALL_FILE / 2 + random.nextInt(SMALL_FILE);
      StringBuilder text = new StringBuilder(length + 100);
      while (text.length() < length) {
        text.append("{\"id\":").append(random.nextLong()).append(",\"name\":\"").append(WORDS[random.nextInt(WORDS.length)]).append("\"}\n");
      }
      out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void overwrite(Path file) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      long stretches = Math.max(1, out.length() / STRETCH / 100);
      byte[] page = new byte[PAGE];
      for (long stretch = 0; stretch < stretches; stretch++) {
        out.seek(random.nextInt((int) (out.length() / STRETCH)) * (long) STRETCH);
        for (int at = 0; at < STRETCH; at += PAGE) {
          fill(page, random.nextInt());
          out.write(page);
        }
      }
    }
  }

  private static OutputStream create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static OutputStream appender(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), 1 << 16);
  }
}
