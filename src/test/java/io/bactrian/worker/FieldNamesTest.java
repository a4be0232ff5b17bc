package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints of a worker name fields that its resource has. */
class FieldNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use --name with one of: redis, web   | name one of these in spec.backupPath: redis, web",
        "use --namespace with one of: shop    | begin spec.backupPath with one of the namespaces: shop",
        "name another, or --overwrite replace | name another, or overwrite: Replace",
        "nothing to translate                 | nothing to translate"
      })
  void of_flag_isTheField(String hint, String expected) {
    assertThat(FieldNames.of(hint)).isEqualTo(expected);
  }
}
