package io.bactrian.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * One page of the keys of a directory tree, in byte order of the whole keys, after a key. Holds at
 * most {@link #CHUNK} names of each directory on the way down, however many there are; reads the
 * attributes of those names only. What appears or goes meanwhile may or may not be in it.
 */
final class DirectoryListing {
  /**
   * A directory sorts as if its name ended in '/', so it may have to wait for names that begin with
   * its own; there are at most 255 of those in a row, and a chunk of more always gets on.
   */
  static final int CHUNK = 1024;

  /** The character after '/'. */
  private static final char PAST_SLASH = '0';

  private final Path root;
  private final String prefix;
  private final int limit;
  private final List<Map<String, Object>> page = new ArrayList<>();

  /** Everything before it is on the page, or was not asked for. */
  private String from;

  DirectoryListing(Path root, String prefix, String after, int limit) {
    this.root = root;
    this.prefix = prefix;
    this.from = after.isEmpty() ? "" : next(after);
    this.limit = limit;
  }

  /** Maps of "key" and "length". */
  List<Map<String, Object>> page() throws IOException {
    String base = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    walk(root.resolve(base), base);
    return page;
  }

  /** One child: its key, which ends in '/' for a directory. */
  private record Child(String order, long length) {
    boolean isDirectory() {
      return length < 0;
    }
  }

  private void walk(Path directory, String base) throws IOException {
    boolean more = true;
    while (more && page.size() < limit) {
      PriorityQueue<String> names = smallest(directory, base);
      more = names.size() > CHUNK;
      String bound = more ? base + names.remove() : null;
      for (Child child : children(directory, base, names, bound)) {
        take(child);
        if (page.size() == limit) {
          return;
        }
      }
      if (more) {
        advance(bound);
      }
    }
  }

  private void take(Child child) throws IOException {
    if (child.isDirectory()) {
      walk(root.resolve(child.order()), child.order());
      advance(past(child.order()));
    } else {
      page.add(Map.of("key", child.order(), "length", child.length()));
      advance(next(child.order()));
    }
  }

  private void advance(String to) {
    if (to.compareTo(from) > 0) {
      from = to;
    }
  }

  /** The smallest string after a key. */
  private static String next(String key) {
    return key + '\0';
  }

  private static String past(String directory) {
    return directory.substring(0, directory.length() - 1) + PAST_SLASH;
  }

  /**
   * The smallest names that may be or hold something from {@link #from} on, largest first, one too
   * many.
   */
  private PriorityQueue<String> smallest(Path directory, String base) throws IOException {
    PriorityQueue<String> names = new PriorityQueue<>(Comparator.reverseOrder());
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (isWanted(name, base + name)) {
          names.add(name);
          if (names.size() > CHUNK + 1) {
            names.remove();
          }
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private boolean isWanted(String name, String key) {
    return name.charAt(0) != '.'
        && key.startsWith(prefix)
        && (key + PAST_SLASH).compareTo(from) > 0;
  }

  /** In order; below the bound only, for what is left out may come next. */
  private List<Child> children(
      Path directory, String base, PriorityQueue<String> names, String bound) throws IOException {
    List<Child> children = new ArrayList<>(names.size());
    for (String name : names) {
      Child child = child(directory, base, name);
      if (child != null && (bound == null || child.order().compareTo(bound) < 0)) {
        children.add(child);
      }
    }
    children.sort(Comparator.comparing(Child::order));
    return children;
  }

  private Child child(Path directory, String base, String name) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(
              directory.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String key = base + name;
      if (attributes.isDirectory()) {
        return new Child(key + "/", -1);
      }
      return attributes.isRegularFile() && key.compareTo(from) >= 0
          ? new Child(key, attributes.size())
          : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
