package io.bactrian.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong in the provider {@code faulty}, which is otherwise the file store. Read from the
 * properties file that the system property {@code bactrian.faults} names, so that a forked process
 * can use it; or {@link #install}ed. Numbered rules, the first that meets an operation wins:
 *
 * <pre>
 * 1.op=put             put, get, head, list, delete; * for all (default)
 * 1.keys=.*data/.*     a regular expression for the whole key (of a list: its prefix); default all
 * 1.at=3               the third such operation; 3-5; every:7; * (default)
 * 1.per-key=true       counted for each key by itself
 * 1.fault=reset        see {@link FaultyStoreActions}
 * random.seed=42       beside the rules: a fault of the list in so many of a thousand operations
 * random.per-mille=50
 * random.faults=reset,slow:20,short-write
 * random.at-most=100
 * trace=/path          a line for each operation: number, operation, key, fault
 * </pre>
 */
public final class FaultPlan {
  /** Names the properties file. */
  public static final String PROPERTY = "bactrian.faults";

  private static volatile FaultPlan installed;

  private final List<FaultRule> rules = new ArrayList<>();
  private final Random random;
  private final int perMille;
  private final List<String> randomFaults;
  private final int atMost;
  private final Path trace;
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicInteger injected = new AtomicInteger();

  public FaultPlan(Properties properties) {
    Map<Integer, Map<String, String>> numbered = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (Character.isDigit(name.charAt(0))) {
        int dot = name.indexOf('.');
        numbered
            .computeIfAbsent(Integer.valueOf(name.substring(0, dot)), n -> new HashMap<>())
            .put(name.substring(dot + 1), properties.getProperty(name));
      }
    }
    numbered.values().forEach(rule -> rules.add(new FaultRule(rule)));
    random = new Random(Long.parseLong(properties.getProperty("random.seed", "1")));
    perMille = Integer.parseInt(properties.getProperty("random.per-mille", "0"));
    randomFaults = List.of(properties.getProperty("random.faults", "reset").split(","));
    atMost = Integer.parseInt(properties.getProperty("random.at-most", "2147483647"));
    String file = properties.getProperty("trace");
    trace = file == null ? null : Path.of(file);
  }

  /** The plan installed in this JVM, else that of the property, else one without faults. */
  public static synchronized FaultPlan current() {
    if (installed == null) {
      String file = System.getProperty(PROPERTY);
      installed = file == null ? new FaultPlan(new Properties()) : read(Path.of(file));
    }
    return installed;
  }

  /** Takes effect at once, also for stores that are open; counts begin anew. */
  public static FaultPlan install(Map<String, String> rules) {
    Properties properties = new Properties();
    properties.putAll(rules);
    installed = new FaultPlan(properties);
    return installed;
  }

  /** Back to the property, or no faults. */
  public static void uninstall() {
    installed = null;
  }

  private static FaultPlan read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return new FaultPlan(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fault that this operation meets, or "". */
  synchronized String next(String operation, String key) {
    int number = operations.incrementAndGet();
    String fault = "";
    for (FaultRule rule : rules) {
      String met = rule.meet(operation, key);
      if (met != null && fault.isEmpty()) {
        fault = met;
      }
    }
    if (fault.isEmpty() && random.nextInt(1000) < perMille && injected.get() < atMost) {
      fault = randomFaults.get(random.nextInt(randomFaults.size()));
    }
    if (!fault.isEmpty()) {
      injected.incrementAndGet();
    }
    write(number + " " + operation + " " + key + " " + fault);
    return fault;
  }

  private void write(String line) {
    if (trace == null) {
      return;
    }
    try {
      Files.writeString(trace, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Operations so far, faulty or not. */
  public int operations() {
    return operations.get();
  }

  /** Faults so far. */
  public int injected() {
    return injected.get();
  }
}
