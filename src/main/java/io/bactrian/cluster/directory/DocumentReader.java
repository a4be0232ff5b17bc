package io.bactrian.cluster.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the documents of one file, as strictly as an API server would. */
final class DocumentReader {
  static final String DEFAULT_NAMESPACE = "default";
  private static final long LARGEST = 1 << 20;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Set<String> OF_OURS =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");

  /**
   * What a file holds.
   *
   * @param ignored kinds that mean nothing here, each once
   */
  record Content(List<Document> documents, Set<String> ignored) {}

  private DocumentReader() {}

  /** USAGE with file, line and hint where any of it is malformed: a file counts whole, or not. */
  static Content read(Path file) throws IOException {
    String name = file.getFileName().toString();
    List<Document> documents = new ArrayList<>();
    Set<String> ignored = new TreeSet<>();
    for (YamlDocuments.Part part : YamlDocuments.split(text(file, name))) {
      DocumentFault fault = new DocumentFault(name, part.firstLine());
      JsonNode tree = tree(part, fault);
      String kind = required(tree, "kind", fault);
      String apiVersion = required(tree, "apiVersion", fault);
      Kinds.of(apiVersion, kind)
          .ifPresentOrElse(
              known -> documents.add(document(known, apiVersion, tree, part, fault)),
              () -> {
                refuseWhatWasMeantForUs(apiVersion, kind, fault);
                ignored.add(kind + " (" + apiVersion + ")");
              });
    }
    return new Content(documents, ignored);
  }

  private static String text(Path file, String name) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw Failure.usage(
          "'" + name + "' is larger than 1 MiB", "resources are small: split the file");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw Failure.usage("'" + name + "' is not UTF-8", "save it as UTF-8");
    }
  }

  private static JsonNode tree(YamlDocuments.Part part, DocumentFault fault) {
    try {
      return Formats.DOCUMENT.readTree(part.text());
    } catch (JsonProcessingException e) {
      throw fault.syntax(e);
    }
  }

  private static String required(JsonNode tree, String member, DocumentFault fault) {
    JsonNode value = tree.path(member);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw fault.refused(
          member + " is missing", "a document begins with apiVersion and kind, see examples/");
    }
    return value.asText();
  }

  /**
   * A document that says nothing to us is passed over, and a resource without a document is
   * deleted: so a misspelled kind or group must not pass.
   */
  private static void refuseWhatWasMeantForUs(String apiVersion, String kind, DocumentFault fault) {
    if (Kinds.isOwnGroup(apiVersion)) {
      throw fault.refused(
          "kind '" + kind + "' of " + apiVersion + " is not known",
          "use one of " + String.join(", ", Kinds.own()));
    }
    if (Kinds.own().stream().anyMatch(kind::equalsIgnoreCase)) {
      throw fault.refused(
          "apiVersion '" + apiVersion + "' of a " + kind + " is not ours",
          "write apiVersion: "
              + Kinds.BACKUP.apiVersion()
              + "; what belongs to another program goes into another directory");
    }
    if (kind.equals("List")) {
      throw fault.refused("a List is not read", "write each of its items as a document of its own");
    }
  }

  private static Document document(
      Kinds kind, String apiVersion, JsonNode tree, YamlDocuments.Part part, DocumentFault fault) {
    if (!kind.apiVersion().equals(apiVersion)) {
      throw fault.refused(
          "apiVersion '" + apiVersion + "' of a " + kind.kind() + " is not known",
          "write apiVersion: " + kind.apiVersion());
    }
    if (kind.apiVersion().contains("/")) {
      requireMembers(tree, fault);
    }
    HasMetadata resource = typed(kind, part, fault);
    if (resource instanceof Secret secret) {
      requireValues(secret, fault);
    }
    return new Document(key(kind, resource, fault), resource, fault.file(), fault.line());
  }

  private static void requireMembers(JsonNode tree, DocumentFault fault) {
    tree.fieldNames()
        .forEachRemaining(
            member -> {
              if (!OF_OURS.contains(member)) {
                throw fault.refused(
                    "'" + member + "' is unknown", "use apiVersion, kind, metadata and spec");
              }
            });
    if (!tree.path("spec").isObject()) {
      throw fault.refused("spec is missing", "see examples/ for what belongs there");
    }
  }

  private static void requireValues(Secret secret, DocumentFault fault) {
    try {
      SecretValues.of(secret);
    } catch (IllegalArgumentException e) {
      throw fault.refused(e.getMessage(), "write plain text under stringData");
    }
  }

  private static HasMetadata typed(Kinds kind, YamlDocuments.Part part, DocumentFault fault) {
    try {
      return Formats.DOCUMENT.readValue(part.text(), kind.type());
    } catch (JsonProcessingException e) {
      throw fault.mismatch(e);
    }
  }

  private static ResourceKey key(Kinds kind, HasMetadata resource, DocumentFault fault) {
    String name = resource.getMetadata() == null ? null : resource.getMetadata().getName();
    if (name == null) {
      throw fault.refused("metadata.name is missing", "give the " + kind.kind() + " a name");
    }
    if (!NAME.matcher(name).matches() || name.length() > kind.longestName()) {
      throw fault.refused(
          "metadata.name: '" + name + "' is no name for a " + kind.kind(),
          "use lower-case letters, digits, '-' and '.', at most "
              + kind.longestName()
              + " characters");
    }
    if (kind == Kinds.NAMESPACE) {
      return new ResourceKey(kind.kind(), "", name);
    }
    String given = resource.getMetadata().getNamespace();
    String namespace = given == null ? DEFAULT_NAMESPACE : given;
    if (!LABEL.matcher(namespace).matches() || namespace.length() > 63) {
      throw fault.refused(
          "metadata.namespace: '" + namespace + "' is no namespace",
          "use lower-case letters, digits and '-', at most 63 characters");
    }
    resource.getMetadata().setNamespace(namespace);
    return new ResourceKey(kind.kind(), namespace, name);
  }
}
