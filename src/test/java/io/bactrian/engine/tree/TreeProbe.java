package io.bactrian.engine.tree;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Walks a tree in a JVM of its own, under a locale or user that the test chooses; prints each path
 * in hex and reads each file back through it. A failure is printed with its class; exit 3.
 */
final class TreeProbe {
  private TreeProbe() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    Path spool = Path.of(args[1]);
    System.out.println("encoding " + System.getProperty("sun.jnu.encoding"));
    try (TreeWalk walk = TreeWalk.open(root, Excludes.of(List.of()), spool, new Samples.Heard())) {
      while (walk.hasNext()) {
        Entry entry = walk.next();
        System.out.println(Samples.hex(entry.path()) + " " + Samples.hex(entry.link()));
        readBack(walk.root(), entry);
      }
    } catch (io.bactrian.engine.failure.Failure e) {
      System.out.println(e.failureClass() + " " + e.getMessage());
      System.exit(3);
    }
  }

  /** Each file of these trees holds its own name. */
  private static void readBack(Path root, Entry entry) throws Exception {
    if (!entry.isFile()) {
      return;
    }
    Path file = PathBytes.resolve(root, entry.path());
    byte[] content = new byte[1000];
    try (SourceFile source = SourceFile.open(file, entry.path())) {
      int length = source.read(0, content, 0, content.length);
      String name = Samples.hex(PathBytes.nameOf(file));
      if (!Samples.hex(java.util.Arrays.copyOf(content, length)).equals(name)) {
        throw new AssertionError("read another file than " + name);
      }
    }
    if (!Metadata.apply(file, entry, Files.getAttribute(root, "unix:uid").equals(0)).isEmpty()) {
      throw new AssertionError("metadata of " + file);
    }
  }
}
