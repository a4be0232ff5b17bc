package io.bactrian.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demonstration's bad network: in each process the first write of every third bundle ends in a
 * reset. It comes in as users bring their own: a Kamelet in a mounted directory.
 */
public class DemoFault {
  private static final String KAMELET = "file-store-action.kamelet.yaml";
  private static final Pattern BUNDLE = Pattern.compile(".*/data/(\\d+)-.*");
  private static final Pattern BEANS = Pattern.compile("(?m)^    beans:\n");
  private static final Pattern PUT =
      Pattern.compile("(?m)^.*storeOperation} == 'put'\"\n *steps:\n");

  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /**
   * The same, and from the first write of the index on every other write waits: whoever kills the
   * process once the index is there comes in time, however slow the machine.
   */
  public static final class UntilKilled extends DemoFault {
    private static final Pattern INDEX = Pattern.compile(".*/index/[^/]+");
    private static final Pattern OF_A_RUN = Pattern.compile(".*/\\d{8}T\\d{6}Z-[^/]+/.*");
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean begun;

    @Override
    public void before(String key) throws SocketException, InterruptedException {
      if (INDEX.matcher(key).matches()) {
        begun = true;
      } else if (begun && OF_A_RUN.matcher(key).matches()) {
        never.await();
      }
      super.before(key);
    }
  }

  /** Called by the demonstration's Kamelet before each put. */
  public void before(String key) throws SocketException, InterruptedException {
    Matcher bundle = BUNDLE.matcher(key);
    if (bundle.matches() && Long.parseLong(bundle.group(1)) % 3 == 1 && refused.add(key)) {
      throw new SocketException("Connection reset");
    }
  }

  /** Writes the built-in {@code file} Kamelet with one more step into a directory, or anew. */
  static void install(Path directory, Class<? extends DemoFault> fault) throws IOException {
    String yaml = builtIn();
    yaml =
        insertAfter(
            BEANS, yaml, "      - name: faults\n        type: \"" + fault.getName() + "\"\n");
    yaml =
        insertAfter(
            PUT,
            yaml,
            "                  - bean: {ref: \"{{faults}}\", method: \"before(${variable.storeKey})\"}\n");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(KAMELET), yaml);
  }

  private static String insertAfter(Pattern place, String yaml, String lines) {
    Matcher matcher = place.matcher(yaml);
    if (!matcher.find()) {
      throw new IllegalStateException("the Kamelet " + KAMELET + " has no place for a fault");
    }
    return yaml.substring(0, matcher.end()) + lines + yaml.substring(matcher.end());
  }

  private static String builtIn() throws IOException {
    try (InputStream in = DemoFault.class.getResourceAsStream("/kamelets/" + KAMELET)) {
      if (in == null) {
        throw new IllegalStateException("there is no built-in Kamelet " + KAMELET);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
