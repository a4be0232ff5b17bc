package io.bactrian.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares two small directory trees: names, types, bytes, modes, times, owners and links. */
final class TreeComparison {
  private final Path left;
  private final Path right;
  private final List<String> differences = new ArrayList<>();

  private TreeComparison(Path left, Path right) {
    this.left = left;
    this.right = right;
  }

  /** One line per difference; empty where the trees are the same. */
  static List<String> differences(Path left, Path right) throws IOException {
    TreeComparison comparison = new TreeComparison(left, right);
    comparison.compare();
    return comparison.differences;
  }

  private void compare() throws IOException {
    Map<String, Path> ours = paths(left);
    Map<String, Path> theirs = paths(right);
    for (Map.Entry<String, Path> entry : ours.entrySet()) {
      Path other = theirs.remove(entry.getKey());
      if (other == null) {
        differences.add(entry.getKey() + " is missing");
      } else {
        compare(entry.getKey(), entry.getValue(), other);
      }
    }
    theirs.keySet().forEach(name -> differences.add(name + " is new"));
  }

  private static Map<String, Path> paths(Path root) throws IOException {
    Map<String, Path> paths = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.forEach(path -> paths.put(root.relativize(path).toString(), path));
    }
    return paths;
  }

  private void compare(String name, Path one, Path other) throws IOException {
    PosixFileAttributes a = attributes(one);
    PosixFileAttributes b = attributes(other);
    same(name, "type", type(a), type(b));
    same(name, "mode", a.permissions(), b.permissions());
    same(name, "owner", a.owner(), b.owner());
    same(name, "time", time(a), time(b));
    same(
        name,
        "links",
        Files.getAttribute(one, "unix:nlink", LinkOption.NOFOLLOW_LINKS),
        Files.getAttribute(other, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    if (a.isSymbolicLink() && b.isSymbolicLink()) {
      same(name, "target", Files.readSymbolicLink(one), Files.readSymbolicLink(other));
    }
    if (a.isRegularFile() && b.isRegularFile() && Files.mismatch(one, other) >= 0) {
      differences.add(name + ": content differs");
    }
  }

  private void same(String name, String what, Object one, Object other) {
    if (!Objects.equals(one, other)) {
      differences.add(name + ": " + what + " is " + other + ", was " + one);
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String type(PosixFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "link";
    }
    return attributes.isDirectory() ? "directory" : attributes.isRegularFile() ? "file" : "other";
  }

  /** Java sets the time of a symlink to the microsecond, of everything else to the nanosecond. */
  private static Instant time(PosixFileAttributes of) {
    Instant time = of.lastModifiedTime().toInstant();
    return of.isSymbolicLink() ? time.truncatedTo(ChronoUnit.MICROS) : time;
  }
}
