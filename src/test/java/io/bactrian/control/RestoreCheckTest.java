package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCheckTest {
  private static Documents good() {
    return Documents.of(Documents.RESTORE);
  }

  private static Documents byPath(String path) {
    return good()
        .with("/spec/backupRef", "~")
        .with("/spec/storage", "{provider: s3, bucket: backups}")
        .with("/spec/settings", "{encryption: {keySecretRef: {name: key}}}")
        .with("/spec/backupPath", path);
  }

  @Test
  void problems_tenLinesOfYaml_none() {
    assertThat(RestoreCheck.problems(good().restore(), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"shop/orders", "shop/orders/20261121T020000Z-7f3a9c"})
  void problems_goodBackupPath_none(String path) {
    assertThat(RestoreCheck.problems(byPath(path).restore(), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"orders", "shop/orders/latest", "shop/orders/x/y", "/shop/orders", "shop/..", "~"})
  void problems_badBackupPath_named(String path) {
    assertThat(RestoreCheck.problems(byPath(path).restore(), true))
        .extracting(Problem::field)
        .containsExactly("spec.backupPath");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /spec/backupRef      | ~              | spec | backupRef: {name
          /spec/backupRef      | {}             | spec.backupRef.name | name the Backup
          /spec/backupRef/namespace | A         | spec.backupRef.namespace | namespace
          /spec/backupPath     | shop/orders    | spec | has both
          /spec/target         | ~              | spec.target | claimName
          /spec/target/persistentVolumeClaim | {} | spec.target.persistentVolumeClaim.claimName | name
          /spec/target/path    | ../x           | spec.target.path | without '..'
          /spec/target/workload | {name: db}    | spec.target.workload.kind | StatefulSet
          /spec/target/workload | {kind: Pod, name: db} | spec.target.workload.kind | Deployment
          /spec/target/workload | {kind: Deployment} | spec.target.workload.name | name the workload
          /spec/overwrite      | Always         | spec.overwrite | Never, Replace, Merge
          /spec/paths          | [a, /etc/passwd] | spec.paths[1] | relative
          /spec/paths          | [a/../../b]    | spec.paths[0] | without '..'
          /spec/paths          | [a//b]         | spec.paths[0] | relative
          /spec/paths          | ['']           | spec.paths[0] | is missing
          /spec/settings/encryption | {}        | spec.settings.encryption | keySecretRef
          /spec/backoffRetryPolicy | {retryTimeout: x} | spec.backoffRetryPolicy.retryTimeout | 30d
          """)
  void problems_badValue_namesFieldValueAndWhatToDo(
      String pointer, String value, String field, String words) {
    assertThat(RestoreCheck.problems(good().with(pointer, value).restore(), true))
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.text() + " " + problem.hint()).contains(words);
            });
  }

  @Test
  void problems_byPathWithoutSettings_asksForTheKeyOrNone() {
    assertThat(
            RestoreCheck.problems(
                byPath("shop/orders").with("/spec/settings", "~").restore(), true))
        .extracting(Problem::field)
        .containsExactly("spec.settings.encryption");
  }
}
