package io.bactrian.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A source, a key, a repository called {@code site}, and the settings file that says so. */
public final class Site {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OBJECT = Pattern.compile("[^/]+/(data|index)/.*");

  private final Path directory;
  private final Map<String, String> settings = new TreeMap<>();
  private String[] secrecy;

  private Site(Path directory) {
    this.directory = directory;
    settings.put("bactrian.retry.bundle.redelivery-delay", "10ms");
    settings.put("bactrian.retry.store.redelivery-delay", "10ms");
    settings.put("bactrian.retry.bundle.maximum-redelivery-delay", "50ms");
    settings.put("bactrian.retry.store.maximum-redelivery-delay", "50ms");
    secrecy = new String[] {"--key-file", key().toString()};
  }

  /** On a directory that goes wrong as the {@link FaultPlan} says. */
  public static Site faulty(Path directory) throws IOException {
    Site site = new Site(Files.createDirectories(directory));
    Files.createDirectories(site.repository());
    String path = site.repository().toString();
    return site.reached(Map.of("provider", "faulty", "path", path, "local-spool", path)).withKey();
  }

  /** On a bucket. */
  public static Site bucket(Path directory, Map<String, String> properties) throws IOException {
    return new Site(Files.createDirectories(directory))
        .reached(Map.of("provider", "minio", "prefix", "some/where"))
        .reached(properties)
        .withKey();
  }

  private Site withKey() throws IOException {
    Files.writeString(key(), "0123456789abcdef".repeat(4) + "\n");
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
    return this;
  }

  /** Sets properties of the repository. */
  public Site reached(Map<String, String> properties) {
    properties.forEach((name, value) -> with("bactrian.repository.site." + name, value));
    return this;
  }

  /** Sets a property in the settings file. */
  public Site with(String property, String value) {
    settings.put(property, value);
    try {
      List<String> lines = new ArrayList<>();
      settings.forEach((name, given) -> lines.add(name + "=" + given));
      Files.write(config(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Keeps what is stored readable. */
  public Site withoutEncryption() {
    secrecy = new String[] {"--no-encryption"};
    return this;
  }

  public Path directory() {
    return directory;
  }

  public Path source() {
    return directory.resolve("source");
  }

  public Path repository() {
    return directory.resolve("repository");
  }

  /** Where everything of the name {@code n} lies. */
  public Path name() {
    return repository().resolve("default/n");
  }

  public Path key() {
    return directory.resolve("key");
  }

  private Path config() {
    return directory.resolve("settings.properties");
  }

  public String[] backup(String... more) {
    return all(List.of("backup", source().toString(), "--name", "n"), List.of(secrecy), more);
  }

  public String[] restore(Path target, String... more) {
    return all(List.of("restore", "latest", "--to", target.toString()), reading(), more);
  }

  public String[] show(String... more) {
    return all(List.of("show", "latest"), reading(), more);
  }

  /** Reads all data. */
  public String[] verify(String... more) {
    return all(List.of("verify", "latest", "--read-data"), reading(), more);
  }

  private List<String> reading() {
    return secrecy.length == 2 ? List.of(secrecy) : List.of();
  }

  private String[] all(List<String> verb, List<String> key, String... more) {
    List<String> arguments = new ArrayList<>(verb);
    arguments.addAll(key);
    arguments.addAll(List.of("--repo", "site", "--config", config().toString()));
    arguments.addAll(List.of(more));
    addUnlessGiven(arguments, "--output", "json");
    addUnlessGiven(arguments, "--log-level", "error");
    return arguments.toArray(String[]::new);
  }

  private static void addUnlessGiven(List<String> arguments, String flag, String value) {
    if (!arguments.contains(flag)) {
      arguments.addAll(List.of(flag, value));
    }
  }

  /** Every file of the name, relative to it. */
  public Set<String> stored() throws IOException {
    if (!Files.isDirectory(name())) {
      return Set.of();
    }
    try (var walk = Files.walk(name())) {
      Set<String> files = new TreeSet<>();
      walk.filter(Files::isRegularFile).forEach(f -> files.add(name().relativize(f).toString()));
      return files;
    }
  }

  /** Data objects and index segments that are there. */
  public Set<String> objects() throws IOException {
    Set<String> objects = new TreeSet<>(stored());
    objects.removeIf(file -> !OBJECT.matcher(file).matches());
    return objects;
  }

  /** The manifests that are there, by run-id. */
  public Map<String, JsonNode> manifests() throws IOException {
    Map<String, JsonNode> manifests = new TreeMap<>();
    for (String file : stored()) {
      if (file.endsWith("/manifest.json")) {
        JsonNode manifest = JSON.readTree(Files.readAllBytes(name().resolve(file)));
        manifests.put(file.substring(0, file.indexOf('/')), manifest);
      }
    }
    return manifests;
  }

  /** Data objects and index segments that manifests name. */
  public Set<String> named() throws IOException {
    Set<String> named = new TreeSet<>();
    for (JsonNode manifest : manifests().values()) {
      manifest.path("objects").forEach(object -> named.add(object.path("key").asText()));
      manifest.path("segments").forEach(object -> named.add(object.path("key").asText()));
    }
    return named;
  }

  /** What belongs to no committed run, the keys or the lock; temporary files of the store too. */
  public Set<String> stray() throws IOException {
    Set<String> stray = new HashSet<>(stored());
    Set<String> named = named();
    Set<String> runs = manifests().keySet();
    stray.removeIf(named::contains);
    stray.removeIf(file -> file.matches("(keys|lock)/.*"));
    stray.removeIf(
        file ->
            runs.contains(file.substring(0, Math.max(0, file.indexOf('/'))))
                && file.matches("[^/]+/(manifest.json|STREAM|SHA256SUMS|RESTORE.md|restore.sh)"));
    try (var walk = Files.walk(repository())) {
      walk.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(name()) && !file.endsWith("put.lock"))
          .forEach(file -> stray.add(repository().relativize(file).toString()));
    }
    return stray;
  }
}
