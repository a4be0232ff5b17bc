package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The five primitives on a local directory; what the Kamelet {@code file-store-action} calls. A put
 * is on the disk, content and name, when it returns. The directory is made by the first put if the
 * one above it is there; everything else on a missing one is NO_SUCH_BUCKET. Names that begin with
 * a dot are not objects.
 */
public class FileStoreActions {
  /** Holds what is not an object yet. */
  static final String SPOOL = ".bactrian-spool";

  /** A directory may be pruned by another's delete while a put makes it. */
  private static final int RACES = 100;

  private final Path root;
  private final CreateOnly names;

  /**
   * @param path the directory of the repository
   */
  public FileStoreActions(String path) {
    this(Path.of(path), Files::createLink);
  }

  FileStoreActions(Path root, CreateOnly.Linker linker) {
    this.root = root.toAbsolutePath().normalize();
    this.names = new CreateOnly(this.root.resolve(SPOOL).resolve("put.lock"), linker);
  }

  /**
   * Stores a file, only if the key is free.
   *
   * @return the length as the file system reports it
   */
  public long put(String key, File file, long length) throws IOException {
    Path target = resolve(key);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(key);
    }
    makeRoot(root);
    Path source = file.toPath().toAbsolutePath().normalize();
    if (source.startsWith(root.resolve(SPOOL))) {
      Durable.file(source);
      place(source, target);
    } else {
      placeCopy(source, target);
    }
    return Files.size(target);
  }

  private void placeCopy(Path source, Path target) throws IOException {
    Path spool = root.resolve(SPOOL);
    Files.createDirectories(spool);
    Path copy = Files.createTempFile(spool, "put-", ".tmp");
    try {
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
      Durable.file(copy);
      place(copy, target);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private void place(Path source, Path target) throws IOException {
    for (int i = 0; ; i++) {
      try {
        Durable.directories(root, target.getParent());
        names.name(source, target);
        Durable.directory(target.getParent());
        return;
      } catch (NoSuchFileException e) {
        if (i == RACES || !Files.exists(source)) {
          throw e;
        }
      }
    }
  }

  /** The repository's directory, if it is missing and the one above it is there. */
  static void makeRoot(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      return;
    }
    if (root.getParent() == null || !Files.isDirectory(root.getParent())) {
      throw missing(root.getParent() == null ? root : root.getParent());
    }
    Durable.directories(root.getParent(), root);
  }

  private static Failure missing(Path directory) {
    return Failure.of(
        FailureClass.NO_SUCH_BUCKET,
        "directory '" + directory + "' does not exist",
        "create it, or correct the repository's path; is the disk mounted?");
  }

  /** A range of an object, from a file descriptor of its own. */
  public InputStream get(String key, long offset, long count) throws IOException {
    Path file = requireObject(key);
    FileInputStream in = new FileInputStream(file.toFile());
    try {
      in.getChannel().position(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The length, or null if there is no such object. */
  public Long length(String key) throws IOException {
    try {
      return Files.size(requireObject(key));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** How many bytes a get gives. */
  public long available(String key, long offset, long count) throws IOException {
    long rest = Math.max(0, Files.size(resolve(key)) - offset);
    return count < 0 ? rest : Math.min(count, rest);
  }

  /** One page: maps of "key" and "length", in byte order. */
  public List<Map<String, Object>> list(String prefix, String after, String token, int limit)
      throws IOException {
    requireRoot();
    String last = token == null ? after : unwrap(token);
    return new DirectoryListing(root, prefix, last, limit).page();
  }

  /** What the next page begins after, or null if the page was not full. */
  public String token(List<Map<String, Object>> page, int limit) {
    return page.size() < limit ? null : wrap((String) page.get(page.size() - 1).get("key"));
  }

  private static String wrap(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String unwrap(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }

  /** Deletes an object and the directories that it leaves empty. */
  public void delete(String key) throws IOException {
    requireRoot();
    Path file = resolve(key);
    Files.deleteIfExists(file);
    for (Path up = file.getParent(); !up.equals(root); up = up.getParent()) {
      if (!pruned(up)) {
        return;
      }
    }
  }

  private static boolean pruned(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private void requireRoot() {
    if (!Files.isDirectory(root)) {
      throw missing(root);
    }
  }

  private Path requireObject(String key) throws IOException {
    Path file = resolve(key);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        return file;
      }
    } catch (NoSuchFileException e) {
      requireRoot();
      throw e;
    }
    throw new NoSuchFileException(key, null, "not a regular file");
  }

  private Path resolve(String key) {
    Path file = root.resolve(key).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw Failure.usage("object key '" + key + "' leads out of the repository", null);
    }
    return file;
  }
}
