package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCheckTest {
  private static Documents good() {
    return Documents.of(Documents.SCHEDULE);
  }

  @Test
  void problems_tenLinesOfYaml_none() {
    assertThat(ScheduleCheck.problems(good().schedule(), true)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /spec/cron            | '*/15 * * * MON-FRI'
          /spec/cron            | 0 0 29 2 *
          /spec/timeZone        | Europe/Berlin
          /spec/timeZone        | UTC
          /spec/maxBackups      | 0
          /spec/maxReservedTime | 90d
          /spec/retention       | {keepCount: 7}
          /spec/retention       | {remoteRetention: 90d, keepCount: 0}
          """)
  void problems_goodValue_none(String pointer, String value) {
    assertThat(ScheduleCheck.problems(good().with(pointer, value).schedule(), true)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /spec/cron            | ~                   | spec.cron | is missing
          /spec/cron            | every day           | spec.cron | five fields
          /spec/cron            | '* * * * * *'       | spec.cron | five fields
          /spec/cron            | '@daily'            | spec.cron | five fields
          /spec/cron            | 61 * * * *          | spec.cron | not in range
          /spec/cron            | 0 0 30 2 *          | spec.cron | never comes
          /spec/cron            | TZ=UTC 0 2 * * *    | spec.cron | timeZone
          /spec/timeZone        | Mars/Olympus        | spec.timeZone | Europe/Berlin
          /spec/timeZone        | europe/berlin       | spec.timeZone | write it as Europe/Berlin
          /spec/timeZone        | '+02:00'            | spec.timeZone | IANA
          /spec/maxBackups      | -1                  | spec.maxBackups | 0 or more
          /spec/maxReservedTime | a month             | spec.maxReservedTime | 30d
          /spec/retention       | {}                  | spec.retention | keepCount
          /spec/retention       | {keepCount: -1}     | spec.retention.keepCount | negative
          /spec/retention       | {remoteRetention: 1y} | spec.retention.remoteRetention | 30d
          /spec/backupTemplate  | ~                   | spec.backupTemplate | source and storage
          /spec/backupTemplate/mode | log             | spec.backupTemplate.mode | later version
          /spec/backupTemplate/storage/bucket | a b   | spec.backupTemplate.storage.bucket | plain
          /metadata/name        | a23456789-123456789-123456789-1234567 | metadata.name | up to 36
          """)
  void problems_badValue_namesFieldValueAndWhatToDo(
      String pointer, String value, String field, String words) {
    assertThat(ScheduleCheck.problems(good().with(pointer, value).schedule(), true))
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.text() + " " + problem.hint()).contains(words);
            });
  }

  @ParameterizedTest
  @CsvSource({"/spec/maxBackups,3", "/spec/maxReservedTime,7d"})
  void problems_bothFamilies_mixedIsNamed(String pointer, String value) {
    Documents mixed = good().with("/spec/retention", "{keepCount: 3}").with(pointer, value);
    assertThat(ScheduleCheck.problems(mixed.schedule(), true))
        .extracting(Problem::field, Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "spec.retention", "is mixed with maxBackups or maxReservedTime"));
  }
}
