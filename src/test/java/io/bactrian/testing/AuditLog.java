package io.bactrian.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The audit log of a real API server: every request of the operator's account (a ServiceAccount's
 * token is needed to be in it), each once, in the order in which they ended; a watch as soon as it
 * has begun.
 */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * One request.
   *
   * @param group empty: the core group
   * @param resource with its subresource: {@code backups/status}
   * @param name empty for a collection and for what is created
   * @param uri as it was asked, with its query
   * @param code of the answer
   */
  public record Asked(
      String verb,
      String group,
      String resource,
      String namespace,
      String name,
      String uri,
      int code) {
    public boolean forbidden() {
      return code == 403;
    }

    @Override
    public String toString() {
      return verb + " " + uri + " " + code;
    }
  }

  /** Where it ends now: what comes later is read from here. */
  public long mark() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was asked since the mark. A line that is being written is left for the next time. */
  public List<Asked> since(long mark) {
    List<Asked> asked = new ArrayList<>();
    for (String line : text(mark).split("\n", -1)) {
      if (line.endsWith("}")) {
        asked.add(read(line));
      }
    }
    return asked.stream().filter(request -> !request.verb().isEmpty()).toList();
  }

  private String text(long mark) {
    if (mark() <= mark) {
      return "";
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(in.length() - mark)];
      in.seek(mark);
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A watch is told twice: when it begins and when it ends; only the beginning counts. */
  private static Asked read(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      boolean endOfWatch =
          event.path("verb").asText().equals("watch")
              && event.path("stage").asText().equals("ResponseComplete")
              && event.at("/responseStatus/code").asInt() == 200;
      String part = object.path("subresource").asText();
      return new Asked(
          endOfWatch ? "" : event.path("verb").asText(),
          object.path("apiGroup").asText(),
          object.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
          object.path("namespace").asText(),
          object.path("name").asText(),
          event.path("requestURI").asText(),
          event.at("/responseStatus/code").asInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
