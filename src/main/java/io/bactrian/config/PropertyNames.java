package io.bactrian.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which property names there are, and how an environment variable spells each. */
final class PropertyNames {
  static final String PREFIX = "bactrian.";
  static final String REPOSITORY = "bactrian.repository.";
  static final String CLAIM = "bactrian.run.claim.";
  private static final String ENVIRONMENT = "BACTRIAN_";
  private static final String ENVIRONMENT_REPOSITORY = "BACTRIAN_REPOSITORY_";

  /** Longest first, so that ACCESS_KEY_FILE would win over FILE. */
  private static final List<String> REPOSITORY_SETTINGS =
      List.of(
          "connection-string",
          "service-account",
          "session-token",
          "account-key",
          "access-key",
          "secret-key",
          "path-style",
          "container",
          "endpoint",
          "provider",
          "profile",
          "account",
          "project",
          "region",
          "prefix",
          "bucket",
          "path",
          "sas");

  private final Map<String, String> byVariable = new TreeMap<>();
  private final Set<String> builtIn;

  PropertyNames(Set<String> builtIn) {
    this.builtIn = builtIn;
    builtIn.forEach(name -> byVariable.put(variable(name), name));
  }

  /** Whether we know the name, or it is none of ours. */
  boolean known(String name) {
    return !name.startsWith(PREFIX)
        || builtIn.contains(name)
        || isRepositorySetting(name)
        || name.startsWith(CLAIM);
  }

  private static boolean isRepositorySetting(String name) {
    return name.startsWith(REPOSITORY) && name.indexOf('.', REPOSITORY.length() + 1) > 0;
  }

  /** The property that a variable sets, if it is one of ours. */
  Optional<String> ofVariable(String variable) {
    String name = byVariable.get(variable);
    return name != null ? Optional.of(name) : repositorySetting(variable);
  }

  private static Optional<String> repositorySetting(String variable) {
    if (!variable.startsWith(ENVIRONMENT_REPOSITORY)) {
      return Optional.empty();
    }
    String rest = variable.substring(ENVIRONMENT_REPOSITORY.length());
    for (String setting : REPOSITORY_SETTINGS) {
      String ending = "_" + shout(setting);
      if (rest.length() > ending.length() && rest.endsWith(ending)) {
        String repository = rest.substring(0, rest.length() - ending.length());
        return Optional.of(REPOSITORY + whisper(repository) + "." + setting);
      }
    }
    return Optional.empty();
  }

  /** Whether a variable that sets nothing deserves a warning: ours by name, and not Kubernetes'. */
  static boolean suspicious(String variable) {
    return variable.startsWith(ENVIRONMENT)
        && !variable.equals("BACTRIAN_CONFIG")
        && !variable.equals("BACTRIAN_JAVA_OPTS")
        && !variable.equals("BACTRIAN_TERMINATION_LOG")
        && !variable.equals("BACTRIAN_SERVERS")
        && !variable.equals("BACTRIAN_REQUIRE_SERVERS")
        && !variable.equals("BACTRIAN_WARMING")
        && !variable.matches("BACTRIAN_(?:.*_)?(?:PORT|SERVICE)(?:_.*)?");
  }

  static String variable(String name) {
    return shout(name);
  }

  private static String shout(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static String whisper(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
