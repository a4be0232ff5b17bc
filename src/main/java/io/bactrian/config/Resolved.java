package io.bactrian.config;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one value of every property, after all sources were read.
 *
 * @param values by name; may hold secrets, so it does not print
 * @param warnings about names that nobody knows
 */
public record Resolved(SortedMap<String, String> values, List<String> warnings) {

  public Resolved {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    warnings = List.copyOf(warnings);
  }

  /** The value, or "" where there is none. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * What Camel is given: everything but the repositories' settings, which hold secrets and reach a
   * store as beans.
   */
  public Properties forCamel() {
    Properties properties = new Properties();
    values.forEach(
        (name, value) -> {
          if (!name.startsWith(PropertyNames.REPOSITORY)) {
            properties.setProperty(name, value);
          }
        });
    return properties;
  }

  /** The settings of one repository by their short names; empty if nothing names it. */
  public Map<String, String> repository(String name) {
    String prefix = PropertyNames.REPOSITORY + name + ".";
    Map<String, String> settings = new TreeMap<>();
    values
        .tailMap(prefix)
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
              }
            });
    return settings;
  }

  private static boolean secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches(".*(secret|password|token|key|sas|connection-string|service-account).*");
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(values);
    shown.replaceAll((name, value) -> secret(name) ? "***" : value);
    return "Resolved" + shown;
  }
}
