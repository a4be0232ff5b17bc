package io.bactrian.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers gathered so far in one pass over one resource. Immutable. Two questions are the same if
 * they say the same, though they hold different objects of the api.
 */
public final class Facts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> answers;

  private Facts(Map<String, Object> answers) {
    this.answers = answers;
  }

  public static Facts none() {
    return new Facts(Map.of());
  }

  public <T> Facts with(Question<T> question, T answer) {
    Map<String, Object> all = new HashMap<>(answers);
    all.put(text(question), answer);
    return new Facts(Map.copyOf(all));
  }

  /** The answer; empty: nobody asked yet. */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> of(Question<T> question) {
    return Optional.ofNullable((T) answers.get(text(question)));
  }

  private static String text(Question<?> question) {
    try {
      String step =
          question instanceof Question.Done done ? done.step().getClass().getSimpleName() : "";
      return question.getClass().getSimpleName() + step + JSON.writeValueAsString(question);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a question does not print: " + question, e);
    }
  }
}
