package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that together take more heap than the JVM of the test has. */
@Tag("soak")
class TreeWalkSoakTest {
  private static final int NAMES = 200_000;

  @TempDir Path dir;

  @Test
  void walk_hugeDirectory_inASmallHeap() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    String padding = "x".repeat(200);
    for (int i = 0; i < NAMES; i++) {
      Files.createFile(root.resolve(Integer.toHexString(i * 0x9E3779B1) + padding));
    }
    String counted =
        Samples.runText(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx24m",
            "-cp",
            System.getProperty("java.class.path"),
            Counter.class.getName(),
            root.toString(),
            dir.toString());
    assertThat(counted).isEqualTo((NAMES + 1) + " entries in order\n");
  }

  /** Runs in the small JVM. */
  static final class Counter {
    private Counter() {}

    public static void main(String[] args) {
      int entries = 0;
      byte[] last = null;
      try (TreeWalk walk =
          TreeWalk.open(
              Path.of(args[0]), Excludes.of(List.of()), Path.of(args[1]), new Samples.Heard())) {
        while (walk.hasNext()) {
          byte[] path = walk.next().path();
          if (last != null && PathOrder.INSTANCE.compare(last, path) >= 0) {
            throw new AssertionError("out of order at " + Samples.hex(path));
          }
          last = path;
          entries++;
        }
      }
      System.out.println(entries + " entries in order");
    }
  }
}
