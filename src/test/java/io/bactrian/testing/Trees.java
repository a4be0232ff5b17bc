package io.bactrian.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Directory trees for tests: made from a seed, changed at random, compared byte for byte. */
public final class Trees {
  private final Path root;
  private final Random random;
  private int made;

  private Trees(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
  }

  /**
   * A tree of small files, one larger than a few chunks, links, an empty directory and hostile
   * names, everything older than a minute so that reuse may trust it.
   */
  public static Trees make(Path root, long seed, int files, int largeBytes) throws IOException {
    Trees trees = new Trees(Files.createDirectories(root), seed);
    for (int i = 0; i < files; i++) {
      trees.addFile(trees.random.nextInt(3000));
    }
    trees.write(root.resolve("large.db"), largeBytes);
    Files.createDirectories(root.resolve("empty"));
    trees.write(root.resolve("-n 'quo\"te'\n$(x) ${y}"), 17);
    Files.createSymbolicLink(root.resolve("link"), Path.of("large.db"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("/nowhere/at all"));
    Files.createLink(root.resolve("second-name"), root.resolve("large.db"));
    Files.setPosixFilePermissions(
        root.resolve("empty"), PosixFilePermissions.fromString("rwx--x--x"));
    trees.age();
    return trees;
  }

  /** Sets every time that can be set back by an hour; ctime stays what it is. */
  public void age() throws IOException {
    FileTime hourAgo = FileTime.from(Instant.now().minusSeconds(3600).plusNanos(123_456_789));
    for (Path path : all()) {
      if (!Files.isSymbolicLink(path)) {
        Files.setLastModifiedTime(path, hourAgo);
      }
    }
  }

  /** One random change of the kinds that a living directory sees. */
  public String change() throws IOException {
    List<Path> files =
        all().stream().filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).toList();
    Path file = files.isEmpty() ? null : files.get(random.nextInt(files.size()));
    int kind = file == null ? 0 : random.nextInt(8);
    switch (kind) {
      case 0 -> addFile(random.nextInt(5000));
      case 1 -> editInside(file);
      case 2 -> append(file);
      case 3 -> Files.move(file, root.resolve("renamed-" + made++));
      case 4 ->
          Files.setPosixFilePermissions(
              file,
              PosixFilePermissions.fromString(random.nextBoolean() ? "rw-r-----" : "rwxr-xr-x"));
      case 5 -> Files.delete(file);
      case 6 -> {
        Files.delete(file);
        Files.createDirectory(file);
        write(file.resolve("was-a-file"), 9);
      }
      default -> addFile(2_000_000 + random.nextInt(3_000_000));
    }
    return kind + " " + file;
  }

  private void editInside(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      append(file);
      return;
    }
    byte[] bytes = new byte[(int) Math.min(500, size)];
    random.nextBytes(bytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), (long) (random.nextDouble() * (size - bytes.length)));
    }
  }

  private void append(Path file) throws IOException {
    byte[] bytes = new byte[1 + random.nextInt(70_000)];
    random.nextBytes(bytes);
    Files.write(file, bytes, StandardOpenOption.APPEND);
  }

  private void addFile(int size) throws IOException {
    Path directory = root;
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      directory = directory.resolve("d" + random.nextInt(5));
    }
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(directory)) {
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        directory = root;
      }
      write(directory.resolve("f" + made++), size);
    }
  }

  private void write(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    for (int i = 0; i < size; i += 3) {
      bytes[i] = 'x';
    }
    Files.write(file, bytes);
  }

  private List<Path> all() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (var walk = Files.walk(root)) {
      walk.filter(p -> !p.equals(root)).sorted().forEach(paths::add);
    }
    return paths;
  }

  /** Everything a restore must bring back, by path: type, mode, owner, mtime, content, link. */
  public static Map<String, String> describe(Path root) {
    Map<String, String> tree = new TreeMap<>();
    Map<String, List<String>> names = new TreeMap<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                throws IOException {
              tree.put(root.relativize(dir) + "/", attributes(dir));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              String name = root.relativize(file).toString();
              if (a.isSymbolicLink()) {
                tree.put(name, "-> " + Files.readSymbolicLink(file));
              } else {
                String inode =
                    Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString();
                names.computeIfAbsent(inode, i -> new ArrayList<>()).add(name);
                tree.put(name, attributes(file) + " " + a.size() + " " + crc(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(
            same ->
                same.forEach(
                    name ->
                        tree.merge(name, " = " + new java.util.TreeSet<>(same), String::concat)));
    return tree;
  }

  private static String attributes(Path path) throws IOException {
    Map<String, Object> a =
        Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return Integer.toOctalString((int) a.get("mode"))
        + " "
        + a.get("uid")
        + ":"
        + a.get("gid")
        + " "
        + a.get("lastModifiedTime");
  }

  private static String crc(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return Long.toHexString(crc.getValue());
  }

  /** A file of random bytes. */
  public static Path random(Path file, int size, long seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  /** Deletes a tree, whatever it holds. */
  public static void delete(Path root) throws IOException {
    try (var walk = Files.walk(root)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }
}
