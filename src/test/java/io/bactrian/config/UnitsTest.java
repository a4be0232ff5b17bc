package io.bactrian.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.work.Durations;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1000,1000",
    "512KiB,524288",
    "64MiB,67108864",
    "1GiB,1073741824",
    "2kB,2000",
    "1M,1048576",
    "3 MB,3000000",
    "7B,7"
  })
  void size_isBytes(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5GiB", "MiB", "64mib", "9999999999999999TiB"})
  void size_refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "500ms,500",
    "30s,30000",
    "5m,300000",
    "2h,7200000",
    "1d,86400000",
    "1h30m,5400000"
  })
  void duration_addsItsParts(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-3s", "1.5h", "soon", "5 m"})
  void duration_refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1572864,1.5 MiB", "1099511627776,1.0 TiB"})
  void size_readsWell(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }
}
