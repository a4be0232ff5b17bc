package io.bactrian.cluster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentReaderTest {
  private static final String HEAD =
      "apiVersion: bactrian.io/v1alpha1\nkind: Backup\nmetadata: {name: b}\n";

  @TempDir Path directory;

  private DocumentReader.Content read(String text) throws IOException {
    return DocumentReader.read(Files.writeString(directory.resolve("a.yaml"), text));
  }

  @Test
  void severalDocuments_keepTheirLinesAndGetTheDefaultNamespace() throws IOException {
    DocumentReader.Content content =
        read(
            "# a comment\n---\n"
                + HEAD
                + "spec: {mode: snapshot}\n"
                + "--- # another\napiVersion: apps/v1\nkind: Deployment\n"
                + "---\n"
                + HEAD.replace("name: b", "name: c, namespace: x")
                + "spec: {cleanPolicy: Delete}\n");
    assertThat(content.documents())
        .extracting(Document::place)
        .containsExactly("a.yaml:2", "a.yaml:10");
    assertThat(content.documents())
        .extracting(document -> document.key().toString())
        .containsExactly("Backup default/b", "Backup x/c");
    assertThat(((Backup) content.documents().get(1).resource()).getSpec().cleanPolicy)
        .isEqualTo("Delete");
    assertThat(content.ignored()).containsExactly("Deployment (apps/v1)");
  }

  @Test
  void anEmptyFile_holdsNothing() throws IOException {
    assertThat(read("\n# only a comment\n---\n").documents()).isEmpty();
  }

  @Test
  void json_isYaml() throws IOException {
    String json =
        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"s\"},"
            + " \"stringData\": {\"accessKey\": \"x\"}}";
    assertThat(read(json).documents()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void malformed_isRefusedWithLineAndHint(String text, String message, String hint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.getMessage()).contains(message);
              assertThat(failure.hint().orElse("")).contains(hint);
            });
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(HEAD + "spec: {a: [}\n", "a.yaml:4: not YAML", "correct it"),
        Arguments.of("kind: Backup\n", "a.yaml:1: apiVersion is missing", "examples/"),
        Arguments.of("just text\n", "a.yaml:1: kind is missing", "examples/"),
        Arguments.of(
            "---\n---\n" + HEAD.replace("v1alpha1", "v9") + "spec: {}\n",
            "a.yaml:2: apiVersion 'bactrian.io/v9'",
            "bactrian.io/v1alpha1"),
        Arguments.of(
            HEAD.replace("Backup", "Backups") + "spec: {}\n",
            "a.yaml:1: kind 'Backups' of bactrian.io/v1alpha1 is not known",
            "use one of Backup, Restore, BackupSchedule"),
        Arguments.of(
            HEAD.replace("bactrian.io", "bactrain.io") + "spec: {}\n",
            "a.yaml:1: apiVersion 'bactrain.io/v1alpha1' of a Backup is not ours",
            "write apiVersion: bactrian.io/v1alpha1"),
        Arguments.of(
            "apiVersion: v1\nkind: List\nitems: []\n", "a.yaml:1: a List is not read", "its items"),
        Arguments.of(
            HEAD + "spec:\n  backoffRetryPolicy:\n    maxRetryTimes: 2.5\n",
            "a.yaml:6: 'spec.backoffRetryPolicy.maxRetryTimes' is not a whole number",
            ""),
        Arguments.of(HEAD, "a.yaml:1: spec is missing", ""),
        Arguments.of(HEAD + "spec: {}\nspce: {}\n", "'spce' is unknown", ""),
        Arguments.of(
            HEAD + "spec:\n  storage:\n    provder: s3\n",
            "a.yaml:6: 'spec.storage.provder' is unknown",
            "provider"),
        Arguments.of(
            HEAD + "spec:\n  backoffRetryPolicy:\n    maxRetryTimes: two\n",
            "a.yaml:6: 'spec.backoffRetryPolicy.maxRetryTimes' is not a whole number",
            ""),
        Arguments.of(
            HEAD + "spec:\n  backoffRetryPolicy:\n    retryTimeout: 30\n",
            "'spec.backoffRetryPolicy.retryTimeout' is not text",
            "quotes"),
        Arguments.of(HEAD + "spec: {mode: a, mode: b}\n", "a member is given twice", ""),
        Arguments.of(
            HEAD.replace("name: b", "name: Big_Name") + "spec: {}\n",
            "'Big_Name' is no name for a Backup",
            "lower-case"),
        Arguments.of(
            HEAD.replace("name: b", "name: " + "a".repeat(56)) + "spec: {}\n",
            "no name for a Backup",
            "at most 55"),
        Arguments.of(
            HEAD.replace("name: b", "name: b, namespace: ../x") + "spec: {}\n",
            "'../x' is no namespace",
            "63"),
        Arguments.of(
            HEAD.replace("{name: b}", "{}") + "spec: {}\n", "metadata.name is missing", ""));
  }

  @Test
  void aMalformedSecret_isNotQuoted() {
    String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
    for (String text :
        new String[] {
          secret + "stringData: {accessKey: 123456789}\n",
          secret + "stringData: {accessKey: topsecret: x}\n",
          secret + "data: {accessKey: \"topsecret!\"}\n",
          secret + "stringData: {accessKey: topsecret, accessKey: topsecret}\n",
          secret + "stringData: [topsecret]\n"
        }) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(Failure.class)
          .satisfies(
              failure ->
                  assertThat(failure.toString())
                      .doesNotContain("123456789")
                      .doesNotContain("topsecret"));
    }
  }
}
