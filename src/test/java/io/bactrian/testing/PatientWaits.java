package io.bactrian.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Before every test class: what a test waits for without a time of its own may take a minute, since
 * a machine that builds may be busy. A wait ends as soon as its condition holds. Found by JUnit
 * (META-INF/services), so no test names it.
 */
public final class PatientWaits implements BeforeAllCallback {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONGEST);
  }
}
