package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final Set<Class<?>> BY_VALUE =
      Set.of(String.class, List.class, Optional.class, Collection.class, int.class, Step.class);

  /** A question that is not equal to itself asked again would be asked for ever. */
  @Test
  void everyComponent_isComparedByValue() {
    for (Class<?> question : Question.class.getPermittedSubclasses()) {
      assertThat(question.getRecordComponents())
          .as(question.getSimpleName())
          .allSatisfy(part -> assertThat(isByValue(part.getType())).as(part.getName()).isTrue());
    }
  }

  private static boolean isByValue(Class<?> type) {
    return BY_VALUE.contains(type)
        || type.isRecord()
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals("equals"));
  }
}
