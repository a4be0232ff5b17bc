package io.bactrian.cluster.directory;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bactrian.engine.failure.Failure;
import java.util.Collection;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says what is wrong with a document, and where. Quotes nothing of it but names of members: it may
 * hold a secret.
 *
 * @param line of the document's beginning in its file, from 1
 */
record DocumentFault(String file, int line) {

  Failure refused(String message, String hint) {
    return at(line, message, hint);
  }

  /** No YAML. */
  Failure syntax(JsonProcessingException e) {
    return at(line(e), problem(e), "correct it; until then everything in this file stays as it is");
  }

  /** YAML, but not of this kind. */
  Failure mismatch(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return at(
          line(e),
          "'" + path(unknown) + "' is unknown",
          "use one of " + names(unknown.getKnownPropertyIds()));
    }
    if (e instanceof MismatchedInputException mismatch) {
      return at(
          line(e),
          "'" + path(mismatch) + "' is not " + kind(mismatch.getTargetType()),
          "see docs or examples/ for its form; a number that is meant as text stands in quotes");
    }
    return syntax(e);
  }

  private Failure at(int where, String message, String hint) {
    return Failure.usage(file + ":" + where + ": " + message, hint);
  }

  private int line(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1 ? line : line + location.getLineNr() - 1;
  }

  private static String problem(JsonProcessingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYAMLException marked) {
        return "not YAML: " + marked.getProblem();
      }
    }
    return e.getOriginalMessage().startsWith("Duplicate field")
        ? "a member is given twice"
        : "not YAML";
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(part -> part.getFieldName() == null ? "[]" : part.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[]", "[]");
  }

  private static String names(Collection<Object> known) {
    return known == null
        ? "what the documentation names"
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    if (type == null) {
      return "of the right kind";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "a whole number";
    }
    if (type == String.class) {
      return "text";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a group of members";
  }
}
