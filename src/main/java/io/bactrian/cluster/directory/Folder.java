package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the files of a directory say, looked at again and again: {@code *.yaml}, {@code *.yml} and
 * {@code *.json} of its top level, hidden ones passed over. A file is read once it looks the same
 * twice, or has been left alone for {@code settling}, so that one that is being written is not. A
 * file that cannot be read keeps what it last said. One thread only.
 */
final class Folder {
  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

  private record Look(Instant modified, long size, Object fileKey) {}

  private static final class Known {
    Look look;
    boolean read;
    Failure failure;
    List<Document> documents = List.of();
  }

  private final Path directory;
  private final Duration settling;
  private final Map<String, Known> files = new TreeMap<>();
  private final Set<String> reported = new HashSet<>();

  Folder(Path directory, Duration settling) {
    this.directory = directory;
    this.settling = settling;
  }

  /**
   * What is said now.
   *
   * @param documents by name; the first file, by its name, wins
   * @param unsettled files that were written a moment ago and are not read yet
   * @param malformed files that cannot be read, with the reason
   * @param emptied files without a single byte, as a full disk or an editor that died leaves them
   * @param doubled why documents do not count whose name another one has
   */
  record Said(
      Map<ResourceKey, Document> documents,
      Set<String> unsettled,
      Map<String, Failure> malformed,
      Set<String> emptied,
      List<Failure> doubled) {}

  /** Looks at every file. Throws where the directory itself cannot be listed. */
  Said look() throws IOException {
    Map<String, Look> looks = list();
    files.keySet().retainAll(looks.keySet());
    Instant now = Instant.now();
    looks.forEach((name, look) -> visit(name, look, now));
    return said();
  }

  private Map<String, Look> list() throws IOException {
    Map<String, Look> looks = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.{yaml,yml,json}")) {
      for (Path file : stream) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".")) {
          addLook(file, name, looks);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return looks;
  }

  private static void addLook(Path file, String name, Map<String, Look> looks) throws IOException {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      if (seen.isRegularFile()) {
        looks.put(name, new Look(seen.lastModifiedTime().toInstant(), seen.size(), seen.fileKey()));
      }
    } catch (NoSuchFileException e) {
      LOG.debug("'{}' went while it was looked at", file);
    }
  }

  private void visit(String name, Look look, Instant now) {
    Known known = files.computeIfAbsent(name, any -> new Known());
    boolean same = look.equals(known.look);
    known.look = look;
    if (!same) {
      known.read = false;
    }
    boolean settled = same || look.modified().plus(settling).isBefore(now);
    if (settled && !known.read) {
      read(name, known);
    }
  }

  private void read(String name, Known known) {
    known.read = true;
    try {
      DocumentReader.Content content = DocumentReader.read(directory.resolve(name));
      known.documents = content.documents();
      known.failure = null;
      content.ignored().forEach(kind -> reportIgnored(name, kind));
    } catch (Failure e) {
      refuse(known, e);
    } catch (NoSuchFileException e) {
      known.read = false; // it went; the next look tells
    } catch (IOException e) {
      known.read = false;
      refuse(known, Failure.usage("'" + name + "' cannot be read: " + e, "see its mode"));
    }
  }

  private static void refuse(Known known, Failure failure) {
    boolean news =
        known.failure == null || !known.failure.getMessage().equals(failure.getMessage());
    known.failure = failure;
    if (news) {
      LOG.error("{}. HINT: {}", failure.getMessage(), failure.hint().orElse("correct it"));
    }
  }

  private void reportIgnored(String name, String kind) {
    if (reported.add(kind)) {
      LOG.warn("{}: a {} means nothing here and is passed over", name, kind);
    }
  }

  private Said said() {
    Map<ResourceKey, Document> documents = new LinkedHashMap<>();
    Set<String> unsettled = new TreeSet<>();
    Map<String, Failure> malformed = new TreeMap<>();
    Set<String> emptied = new TreeSet<>();
    List<Failure> doubled = new ArrayList<>();
    files.forEach(
        (name, known) -> {
          if (!known.read && known.failure == null) {
            unsettled.add(name);
          }
          if (known.failure != null) {
            malformed.put(name, known.failure);
          }
          if (known.look.size() == 0) {
            emptied.add(name);
          }
          known.documents.forEach(document -> add(document, documents, doubled));
        });
    return new Said(documents, unsettled, malformed, emptied, List.copyOf(doubled));
  }

  private void add(Document document, Map<ResourceKey, Document> documents, List<Failure> doubled) {
    Document first = documents.putIfAbsent(document.key(), document);
    if (first == null) {
      return;
    }
    Failure failure =
        Failure.usage(
            "%s: %s is defined in %s already, which counts"
                .formatted(document.place(), document.key(), first.place()),
            "remove one of them, or give it another name");
    doubled.add(failure);
    if (reported.add(failure.getMessage())) {
      LOG.error("{}. HINT: {}", failure.getMessage(), failure.hint().orElse(""));
    }
  }
}
