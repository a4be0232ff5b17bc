package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Extended attributes of the user namespace, all that the JDK can reach: no ACLs, no capabilities,
 * no security labels. Only files and directories have them. Safe for many threads.
 */
final class Xattrs {
  private static final String NAMESPACE = "user.";
  private static final SortedMap<String, byte[]> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Map<Long, Boolean> without = new ConcurrentHashMap<>();

  static SortedMap<String, byte[]> none() {
    return NONE;
  }

  /** Empty where the file system has none; that is found out once for each device. */
  SortedMap<String, byte[]> read(Path file, long device) throws IOException {
    if (!without.isEmpty() && without.containsKey(device)) {
      return NONE;
    }
    UserDefinedFileAttributeView view = view(file);
    List<String> names = list(file, device, view);
    if (names.isEmpty()) {
      return NONE;
    }
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    for (String name : names) {
      byte[] value = value(view, name);
      if (value != null) {
        attributes.put(NAMESPACE + name, value);
      }
    }
    return attributes;
  }

  /** Sets one attribute; others stay. IllegalArgumentException outside the user namespace. */
  static void write(Path file, String name, byte[] value) throws IOException {
    if (!isUser(name)) {
      throw new IllegalArgumentException("not a user attribute: " + name);
    }
    view(file).write(name.substring(NAMESPACE.length()), ByteBuffer.wrap(value));
  }

  static boolean isUser(String name) {
    return name.startsWith(NAMESPACE) && name.length() > NAMESPACE.length();
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> list(Path file, long device, UserDefinedFileAttributeView view)
      throws IOException {
    try {
      return view.list();
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
        throw e;
      }
      without.put(device, true);
      return List.of();
    }
  }

  /** Null where the attribute was removed meanwhile. */
  private static byte[] value(UserDefinedFileAttributeView view, String name) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(view.size(name));
      view.read(name, buffer);
      return Arrays.copyOf(buffer.array(), buffer.position());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (view.list().contains(name)) {
        throw e;
      }
      return null;
    }
  }
}
