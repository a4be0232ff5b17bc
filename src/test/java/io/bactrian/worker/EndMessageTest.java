package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.WorkerEnd;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndMessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static WorkerEnd end(String words) {
    Failure failure = Failure.of(FailureClass.TRANSIENT, words, words);
    for (int i = 0; i < 30; i++) {
      failure.addSuppressed(new IOException(i + words));
    }
    WorkerEnd end = new WorkerEnd();
    Ends.failed(end, failure, new Hidden());
    end.runId = "20261121T020000Z-aaaaaa";
    return end;
  }

  /** One to four bytes a character, half of a pair, and what JSON writes as six bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "漢", "🐫", "\u0000", "\"", "\\", "\n", "\ud83d", "\udc2b"})
  void anyFailure_howeverLong_fitsAndIsJson(String character) throws IOException {
    for (int length : new int[] {1, 100, 1_023, 1_024, 1_025, 5_000, 200_000}) {
      byte[] json = EndMessage.of(end(character.repeat(length)));
      assertThat(json.length).as("%s times %s", length, character).isLessThanOrEqualTo(3_500);
      WorkerEnd read = JSON.readValue(json, WorkerEnd.class);
      assertThat(read.message.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1_024);
      assertThat(read.message).isNotEmpty().doesNotContain("\ufffd");
      assertThat(read.causes).hasSize(3);
      assertThat(read.runId).isEqualTo("20261121T020000Z-aaaaaa");
      assertThat(read.retryable).isTrue();
    }
  }

  @Test
  void shortWords_stayAsTheyAre() throws IOException {
    WorkerEnd read = JSON.readValue(EndMessage.of(end("gone wrong: é")), WorkerEnd.class);
    assertThat(read.message).isEqualTo("gone wrong: é");
    assertThat(read.hint).isEqualTo("gone wrong: é");
    assertThat(read.failureClass).isEqualTo("transient");
    assertThat(read.reason).isEqualTo("Transient");
  }

  @Test
  void cut_neverSplitsACharacter_andSaysThatItCut() {
    assertThat(EndMessage.cut("🐫".repeat(10), 12)).isEqualTo("🐫🐫…");
    assertThat(EndMessage.cut("🐫🐫🐫", 12)).isEqualTo("🐫🐫🐫");
    assertThat(EndMessage.cut(null, 12)).isNull();
  }

  @Test
  void secretsAreStruckOut_alsoPartsOfAConnectionString() {
    Hidden hidden = new Hidden();
    hidden.add("AccountName=x;AccountKey=c2VjcmV0LXNlY3JldA==;EndpointSuffix=y");
    hidden.add("tiger-in-the-tank");
    WorkerEnd end = new WorkerEnd();
    Throwable cause = new IOException("header tiger-in-the-tank refused");
    Ends.failed(
        end,
        Failure.of(FailureClass.DENIED, "key c2VjcmV0LXNlY3JldA== is bad", null, cause),
        hidden);
    assertThat(end.message).isEqualTo("key *** is bad");
    assertThat(end.causes).noneMatch(text -> text.contains("tiger"));
    assertThat(end.causes).isNotEqualTo(Collections.emptyList());
  }
}
