package io.bactrian.engine.tree;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a walk leaves out: patterns of {@code --exclude}, and whole paths. A directory left out is
 * not looked into. The root itself is never left out. Immutable.
 *
 * <p>Patterns: without '/' they match a name anywhere; with one, the path from the root ({@code
 * /tmp}, {@code var/*.pid}). {@code *} is any run of characters but '/', {@code ?} one character,
 * {@code [a-z]} and {@code [!a-z]} one of a set, {@code **} between slashes any number of
 * directories, a '/' at the end directories only, a backslash takes the next character as it is.
 */
public final class Excludes {
  private final List<Glob> globs;
  private final List<Path> paths;
  private final Set<ByteBuffer> exact;

  private Excludes(List<Glob> globs, List<Path> paths, Set<ByteBuffer> exact) {
    this.globs = globs;
    this.paths = paths;
    this.exact = exact;
  }

  /** A pattern that is none is a USAGE failure that names it. */
  public static Excludes of(List<String> patterns) {
    List<Glob> globs = new ArrayList<>();
    for (String pattern : patterns) {
      try {
        globs.add(Glob.of(pattern));
      } catch (IllegalArgumentException e) {
        throw Failure.usage(
            "exclude pattern '" + pattern + "' is not valid: " + e.getMessage(),
            "use *, ?, [a-z] and **, as in '*.tmp', '/var/cache' or 'logs/**/*.gz'");
      }
    }
    return new Excludes(List.copyOf(globs), List.of(), Set.of());
  }

  /** The same, and this path with all that is in it; it need not exist, nor lie in the root. */
  public Excludes withPath(Path path) {
    List<Path> more = new ArrayList<>(paths);
    more.add(path);
    return new Excludes(globs, List.copyOf(more), exact);
  }

  /** The same with its paths made relative to a root, which is a real path. */
  Excludes under(Path realRoot) {
    Set<ByteBuffer> relative = new HashSet<>();
    for (Path path : paths) {
      Path real = real(path);
      if (real.startsWith(realRoot) && !real.equals(realRoot)) {
        relative.add(ByteBuffer.wrap(PathBytes.of(realRoot.relativize(real))));
      }
    }
    return new Excludes(globs, paths, relative);
  }

  /**
   * Whether a path is left out.
   *
   * @param path raw bytes relative to the root
   * @param directory whether it is known to be a directory; patterns that end in '/' need that
   */
  boolean match(byte[] path, boolean directory) {
    if (!exact.isEmpty() && exact.contains(ByteBuffer.wrap(path))) {
      return true;
    }
    if (globs.isEmpty() || path.length == 0) {
      return false;
    }
    List<int[]> names = names(path);
    for (Glob glob : globs) {
      if ((directory || !glob.directoriesOnly()) && glob.matches(names)) {
        return true;
      }
    }
    return false;
  }

  private static List<int[]> names(byte[] path) {
    List<int[]> names = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        names.add(new String(path, from, at - from, StandardCharsets.UTF_8).codePoints().toArray());
        from = at + 1;
      }
    }
    return names;
  }

  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw Failure.usage(
          "cannot resolve '" + path + "': " + e.getMessage(), "check the path and its permissions");
    }
  }
}
