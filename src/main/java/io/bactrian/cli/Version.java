package io.bactrian.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest says it. */
public final class Version implements IVersionProvider {

  /** For instance {@code 0.1.0}; {@code development} where the classes run without their jar. */
  public static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "bactrian "
          + number()
          + " (format version 1, Java "
          + System.getProperty("java.version")
          + ")"
    };
  }
}
