package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The members of a storage Secret as settings of a repository. A line end after a value, which
 * editors and {@code --from-file} leave, is no part of it.
 */
final class StorageSecret {
  private static final int LARGEST = 1 << 20;
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("accessKey", "access-key"),
          Map.entry("AWS_ACCESS_KEY_ID", "access-key"),
          Map.entry("secretKey", "secret-key"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "secret-key"),
          Map.entry("sessionToken", "session-token"),
          Map.entry("AWS_SESSION_TOKEN", "session-token"),
          Map.entry("serviceAccountJson", "service-account"),
          Map.entry("accountKey", "account-key"),
          Map.entry("sas", "sas"),
          Map.entry("connectionString", "connection-string"));

  private StorageSecret() {}

  /** One file for each member, as a Secret is mounted; what begins with a dot is not a member. */
  static Map<String, String> read(Path directory) {
    Map<String, byte[]> members = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && Files.isRegularFile(file)) {
          members.put(name, content(file));
        }
      }
    } catch (IOException e) {
      throw Failure.usage(
          "the storage Secret in '" + directory + "' cannot be read: " + e,
          "see that the Secret is mounted there and may be read");
    }
    return settings(members);
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST);
    }
  }

  /** Members that we do not know keep their name: a Kamelet of one's own may. */
  static Map<String, String> settings(Map<String, byte[]> members) {
    Map<String, String> settings = new TreeMap<>();
    members.forEach(
        (name, value) -> {
          String text = new String(value, StandardCharsets.UTF_8).replaceFirst("[\\r\\n]+$", "");
          settings.put(SETTINGS.getOrDefault(name, name), text);
        });
    return settings;
  }
}
