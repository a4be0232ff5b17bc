package io.bactrian.control;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Resources as people write them, and changed in one place. */
final class Documents {
  static final String BACKUP =
      """
      metadata: {name: orders, namespace: shop, uid: u-1, generation: 1}
      spec:
        source: {persistentVolumeClaim: {claimName: data}}
        storage: {provider: s3, bucket: backups, secretRef: {name: s3}}
        settings: {encryption: {keySecretRef: {name: key}}}
      """;

  static final String RESTORE =
      """
      metadata: {name: again, namespace: shop, uid: r-1, generation: 1}
      spec:
        backupRef: {name: orders}
        target: {persistentVolumeClaim: {claimName: data}}
      """;

  static final String SCHEDULE =
      """
      metadata: {name: nightly, namespace: shop, uid: s-1, generation: 1}
      spec:
        cron: 0 2 * * *
        backupTemplate:
          source: {persistentVolumeClaim: {claimName: data}}
          storage: {provider: s3, bucket: backups, secretRef: {name: s3}}
          settings: {encryption: {keySecretRef: {name: key}}}
      """;

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final JsonNode tree;

  private Documents(JsonNode tree) {
    this.tree = tree;
  }

  static Documents of(String yaml) {
    try {
      return new Documents(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param pointer {@code /spec/cron}; parents that are missing are made
   * @param value as YAML; {@code ~} removes the member
   */
  Documents with(String pointer, String value) {
    JsonPointer at = JsonPointer.compile(pointer);
    JsonNode parent = tree.at(at.head());
    if (parent.isMissingNode()) {
      with(at.head().toString(), "{}");
      parent = tree.at(at.head());
    }
    JsonNode node = of(value).tree;
    if (parent instanceof ArrayNode array) {
      array.insert(at.last().getMatchingIndex(), node);
    } else if (node.isNull()) {
      ((ObjectNode) parent).remove(at.last().getMatchingProperty());
    } else {
      ((ObjectNode) parent).set(at.last().getMatchingProperty(), node);
    }
    return this;
  }

  Backup backup() {
    return as(Backup.class);
  }

  Restore restore() {
    return as(Restore.class);
  }

  BackupSchedule schedule() {
    return as(BackupSchedule.class);
  }

  private <T> T as(Class<T> type) {
    try {
      return YAML.treeToValue(tree, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
