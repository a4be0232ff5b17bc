package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.testing.StoreCamel;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoresTest {
  private static CamelContext camel;

  @BeforeAll
  static void start() throws Exception {
    camel = StoreCamel.start();
  }

  @AfterAll
  static void stop() {
    camel.stop();
  }

  @Test
  void open_unknownProvider_isUsageAndListsTheKnown() {
    assertUsage(settings("floppy", Map.of()), "unknown provider 'floppy'");
    assertUsage(settings("../etc", Map.of()), "unknown provider '../etc'");
  }

  @Test
  void open_missingOrBadSetting_isUsageAndNamesIt() {
    assertUsage(settings("s3", Map.of()), "has no bucket");
    assertUsage(settings("s3", Map.of("bucket", "a')}")), "'a')}' is not a bucket name");
    assertUsage(settings("file", Map.of()), "has no path");
    assertUsage(settings("minio", Map.of("bucket", "abc", "access-key", "k")), "has no secret-key");
    assertUsage(
        settings("s3", Map.of("bucket", "abc", "endpoint", "http://u:p@h")), "not a URL of a host");
    assertUsage(
        settings("s3", Map.of("bucket", "abc", "call-timeout", "soon")),
        "call-timeout 'soon' is not a duration");
  }

  @Test
  void settings_badPrefix_isUsage() {
    assertThatThrownBy(() -> new RepositorySettings("n", "file", "../up", Map.of()))
        .hasMessageContaining("prefix '../up' is not plain");
  }

  @Test
  void settings_toString_hidesSecrets() {
    String shown =
        settings("s3", Map.of("bucket", "abc", "secret-key", "hush", "session-token", "quiet"))
            .toString();
    assertThat(shown).contains("bucket=abc", "secret-key=***").doesNotContain("hush", "quiet");
  }

  private static RepositorySettings settings(String provider, Map<String, String> properties) {
    return new RepositorySettings("n", provider, "", properties);
  }

  private static void assertUsage(RepositorySettings settings, String message) {
    assertThatThrownBy(() -> Stores.open(camel, settings))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.failureClass()).isEqualTo(FailureClass.USAGE));
  }
}
