package io.bactrian.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bactrian.api.WorkerEnd;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A worker's end as bytes that fit a termination message, whatever its words are. */
public final class EndMessage {
  /** Kubernetes keeps 4,096 bytes of a message. */
  public static final int MOST_BYTES = 3_500;

  static final int MOST_MESSAGE = 1_024;
  private static final int MOST_HINT = 512;
  private static final int MOST_CAUSE = 256;
  private static final String CUT = "…";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EndMessage() {}

  /**
   * JSON of at most {@link #MOST_BYTES}. Cuts the words of {@code end} in place: message 1 KB, hint
   * and causes less, and all of them further where escapes make them long.
   */
  public static byte[] of(WorkerEnd end) {
    int message = MOST_MESSAGE;
    byte[] json;
    do {
      end.message = cut(end.message, message);
      end.hint = cut(end.hint, Math.min(MOST_HINT, message));
      int cause = Math.min(MOST_CAUSE, message);
      end.causes =
          end.causes == null
              ? null
              : List.copyOf(end.causes.stream().map(c -> cut(c, cause)).toList());
      json = json(end);
      message = message * 3 / 4;
    } while (json.length > MOST_BYTES && message > 0);
    return json;
  }

  private static byte[] json(WorkerEnd end) {
    try {
      return JSON.writeValueAsBytes(end);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a worker's end does not print as JSON", e);
    }
  }

  /** At most so many bytes of UTF-8, never half a character, an ellipsis where some is missing. */
  static String cut(String text, int most) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return text;
    }
    int room = most - CUT.getBytes(StandardCharsets.UTF_8).length;
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.IGNORE);
    CharBuffer kept = CharBuffer.allocate(bytes.length);
    decoder.decode(ByteBuffer.wrap(bytes, 0, Math.max(0, room)), kept, true);
    return kept.flip() + (room < 0 ? "" : CUT);
  }
}
