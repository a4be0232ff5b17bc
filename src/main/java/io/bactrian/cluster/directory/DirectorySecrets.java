package io.bactrian.cluster.directory;

import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.cluster.Secrets;
import io.bactrian.control.SecretFact;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.crypto.KeyFile;
import io.bactrian.engine.work.PrivateDirectory;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Secrets: documents of the directory, and keys made here, each a directory {@code
 * .bactrian/secret/<namespace>.<name>} with one file for each member, fit for {@code --key-file}.
 */
final class DirectorySecrets implements Secrets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]*");

  private final Path made;
  private final BiFunction<String, String, Optional<Secret>> documents;

  /**
   * @param made where keys are kept that are made here
   * @param documents by namespace and name
   */
  DirectorySecrets(Path made, BiFunction<String, String, Optional<Secret>> documents) {
    this.made = made;
    this.documents = documents;
  }

  @Override
  public SecretFact fact(String askingNamespace, SecretReference secret, List<String> members) {
    Optional<Map<String, byte[]>> values = find(askingNamespace, secret);
    if (values.isEmpty()) {
      return SecretFact.MISSING;
    }
    if (!allowed(askingNamespace, secret)) {
      return SecretFact.NOT_ALLOWED;
    }
    boolean all =
        members.stream()
            .allMatch(member -> values.get().getOrDefault(member, new byte[0]).length > 0);
    return all ? SecretFact.USABLE : SecretFact.MEMBER_MISSING;
  }

  @Override
  public Optional<Map<String, byte[]>> read(String askingNamespace, SecretReference secret) {
    return allowed(askingNamespace, secret) ? find(askingNamespace, secret) : Optional.empty();
  }

  private boolean allowed(String askingNamespace, SecretReference secret) {
    String namespace = namespace(askingNamespace, secret);
    return namespace.equals(askingNamespace)
        || documents
            .apply(namespace, secret.name)
            .map(document -> document.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(Names.ALLOW_NAMESPACES))
            .stream()
            .flatMap(allowed -> Arrays.stream(allowed.split(",", -1)))
            .map(String::strip)
            .anyMatch(allowed -> allowed.equals("*") || allowed.equals(askingNamespace));
  }

  private Optional<Map<String, byte[]>> find(String askingNamespace, SecretReference secret) {
    if (secret.name == null || !NAME.matcher(secret.name).matches()) {
      return Optional.empty();
    }
    String namespace = namespace(askingNamespace, secret);
    return documents
        .apply(namespace, secret.name)
        .map(SecretValues::of)
        .or(() -> readMade(directory(namespace, secret.name)));
  }

  private static String namespace(String askingNamespace, SecretReference secret) {
    return secret.namespace == null ? askingNamespace : secret.namespace;
  }

  private Path directory(String namespace, String name) {
    return made.resolve(namespace + "." + name);
  }

  private static Optional<Map<String, byte[]>> readMade(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    Map<String, byte[]> values = new TreeMap<>();
    try (DirectoryStream<Path> members = Files.newDirectoryStream(directory)) {
      for (Path member : members) {
        values.put(member.getFileName().toString(), Files.readAllBytes(member));
      }
      return Optional.of(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void makeKey(String namespace, SecretReference secret, String member) {
    if (find(namespace, secret).isPresent()) {
      return;
    }
    requireMember(member);
    create(
        directory(namespace(namespace, secret), requireName(secret)),
        half -> KeyFile.generate(half.resolve(member)));
  }

  @Override
  public synchronized void keep(String askingNamespace, SecretUse secret, SecretReference copy) {
    SecretReference from = new SecretReference();
    from.namespace = secret.namespace();
    from.name = secret.name();
    Optional<Map<String, byte[]>> values = read(askingNamespace, from);
    if (values.isEmpty()) {
      return;
    }
    drop(copy);
    create(
        directory(copy.namespace, requireName(copy)),
        half -> {
          for (var member : values.get().entrySet()) {
            if (secret.members().isEmpty() || secret.members().contains(member.getKey())) {
              requireMember(member.getKey());
              DurableFiles.write(half.resolve(member.getKey()), member.getValue());
            }
          }
        });
  }

  /** Removes what was made or kept here; nothing where there is none. */
  @Override
  public synchronized void drop(SecretReference copy) {
    try {
      PrivateDirectory.remove(directory(copy.namespace, requireName(copy)));
      DurableFiles.sync(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Filling {
    void fill(Path directory) throws IOException;
  }

  /** A directory that is there whole or not at all. */
  private void create(Path directory, Filling filling) {
    Path half = directory.resolveSibling(directory.getFileName() + DurableFiles.HALF_WRITTEN);
    try {
      PrivateDirectory.remove(half);
      DurableFiles.privateDirectory(half);
      filling.fill(half);
      DurableFiles.sync(half);
      Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.sync(made);
    } catch (IOException e) {
      throw new UncheckedIOException("'" + directory + "' cannot be made", e);
    }
  }

  private static String requireName(SecretReference secret) {
    if (secret.name == null || !NAME.matcher(secret.name).matches()) {
      throw new IllegalArgumentException("no name for a Secret: " + secret.name);
    }
    return secret.name;
  }

  private static void requireMember(String member) {
    if (!SecretValues.isMember(member)) {
      throw new IllegalArgumentException("no name for a member: " + member);
    }
  }
}
