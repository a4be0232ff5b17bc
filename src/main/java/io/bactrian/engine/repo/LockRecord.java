package io.bactrian.engine.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code lock/00000007} holds.
 *
 * @param token random; tells two generations of the same number apart
 * @param since ISO-8601
 */
record LockRecord(long generation, String token, Owner owner, String since) {
  /** No honest record has more bytes. */
  static final int LONGEST = 64 << 10;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  byte[] bytes() {
    ObjectNode node = JSON.createObjectNode();
    node.put("generation", generation).put("token", token);
    node.setAll((ObjectNode) JSON.valueToTree(owner));
    node.put("since", since);
    try {
      return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a lock record cannot be written", e);
    }
  }

  /** Empty where the bytes are no lock record. */
  static Optional<LockRecord> parse(byte[] bytes) {
    try {
      if (!(JSON.readTree(bytes) instanceof ObjectNode node)) {
        return Optional.empty();
      }
      Owner owner = JSON.treeToValue(node, Owner.class);
      return Optional.of(
          new LockRecord(
              node.path("generation").asLong(),
              node.path("token").asText(),
              owner,
              node.path("since").asText()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** For people: who, what, since when. */
  String describe() {
    return owner.who() + ", " + owner.verb() + " since " + since;
  }
}
