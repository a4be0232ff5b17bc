package io.bactrian.config;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where settings come from; later wins: built-in, file, environment, assignments.
 *
 * @param file a properties file, in UTF-8
 * @param environment of the process
 * @param assignments {@code name=value}, as {@code --set} gives them
 */
public record Sources(
    Optional<Path> file, Map<String, String> environment, List<String> assignments) {

  public Sources {
    environment = Map.copyOf(environment);
    assignments = List.copyOf(assignments);
  }

  /** Reads all of them once. USAGE for a file that cannot be read or a malformed assignment. */
  public Resolved resolve() {
    Map<String, String> builtIn = builtIn();
    PropertyNames names = new PropertyNames(builtIn.keySet());
    TreeMap<String, String> values = new TreeMap<>(builtIn);
    List<String> warnings = new ArrayList<>();
    file.ifPresent(path -> addAll(read(path), "in " + path, names, values, warnings));
    addEnvironment(names, values, warnings);
    addAll(assigned(), "given by --set", names, values, warnings);
    return new Resolved(values, warnings);
  }

  /** Those of these names whose value is not the one built in. */
  static SortedMap<String, String> changed(Resolved resolved, Predicate<String> names) {
    Map<String, String> builtIn = builtIn();
    SortedMap<String, String> changed = new TreeMap<>();
    resolved
        .values()
        .forEach(
            (name, value) -> {
              if (names.test(name) && !value.equals(builtIn.get(name))) {
                changed.put(name, value);
              }
            });
    return changed;
  }

  private static void addAll(
      Map<String, String> more,
      String where,
      PropertyNames names,
      Map<String, String> values,
      List<String> warnings) {
    more.forEach(
        (name, value) -> {
          if (!names.known(name)) {
            warnings.add("unknown property '" + name + "' " + where + " has no effect");
          }
          values.put(name, value);
        });
  }

  private void addEnvironment(
      PropertyNames names, Map<String, String> values, List<String> warnings) {
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              Optional<String> name = names.ofVariable(variable);
              if (name.isPresent() && !isServiceLink(variable, value)) {
                values.put(name.get(), value);
              } else if (PropertyNames.suspicious(variable)) {
                warnings.add("unknown environment variable '" + variable + "' has no effect");
              }
            });
  }

  /** Kubernetes tells pods of a Service {@code bactrian-operator} in BACTRIAN_OPERATOR_PORT. */
  private static boolean isServiceLink(String variable, String value) {
    return variable.endsWith("_PORT") && value.matches("(?:tcp|udp|sctp)://.*");
  }

  private Map<String, String> assigned() {
    Map<String, String> values = new TreeMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw Failure.usage(
            "--set needs name=value, not '" + assignment + "'",
            "for instance --set bactrian.concurrency=2");
      }
      values.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
    return values;
  }

  private static Map<String, String> builtIn() {
    try (InputStream in = Sources.class.getResourceAsStream("/application.properties")) {
      return load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.of(
          FailureClass.USAGE,
          "the settings file '" + file + "' cannot be read: " + e,
          "give a readable .properties file to --config or BACTRIAN_CONFIG",
          e);
    }
  }

  private static Map<String, String> load(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> values.put(n, properties.getProperty(n).strip()));
    return values;
  }
}
