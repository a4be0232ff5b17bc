package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.KeyReference;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static SecretReference secret(String name) {
    SecretReference secret = new SecretReference();
    secret.name = name;
    return secret;
  }

  private static Question.Committed committed(String bucket) {
    Storage storage = new Storage();
    storage.bucket = bucket;
    return new Question.Committed("ns", storage, new KeyReference(), "ns", "n", "run", "uid");
  }

  @Test
  void aQuestionThatSaysTheSame_hasItsAnswer_whateverObjectsItHolds() {
    Facts facts =
        Facts.none()
            .with(new Question.Secret("ns", secret("s"), List.of("key")), SecretFact.MISSING)
            .with(committed("b"), RunFact.none())
            .with(new Question.Done(new Step.DropCredentials(secret("s"))), true);
    assertThat(facts.of(new Question.Secret("ns", secret("s"), List.of("key"))))
        .contains(SecretFact.MISSING);
    assertThat(facts.of(committed("b"))).isPresent();
    assertThat(facts.of(new Question.Done(new Step.DropCredentials(secret("s"))))).contains(true);
  }

  @Test
  void aQuestionThatSaysAnythingElse_hasNone() {
    Facts facts =
        Facts.none()
            .with(new Question.Secret("ns", secret("s"), List.of("key")), SecretFact.MISSING)
            .with(committed("b"), RunFact.none())
            .with(new Question.Provider("s3"), true);
    assertThat(facts.of(new Question.Secret("ns", secret("t"), List.of("key")))).isEmpty();
    assertThat(facts.of(new Question.Secret("ns", secret("s"), List.of()))).isEmpty();
    assertThat(facts.of(committed("c"))).isEmpty();
    assertThat(facts.of(new Question.NamespaceEnds("s3"))).isEmpty();
  }
}
