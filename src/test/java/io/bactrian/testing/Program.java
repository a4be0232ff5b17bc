package io.bactrian.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The words that start Java with the program under test on its class path, before the name of the
 * class.
 *
 * <p>Where the tests run on the packaged jar (Failsafe), so does the program, with the class path
 * and the archive of classes that the launcher {@code ./bactrian} uses: a start costs half of the
 * CPU. Elsewhere the jar may be older than the classes, and is left alone.
 */
final class Program {
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx96m",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto");

  /** Making the archive may have to wait for other builds. */
  private static final int PATIENCE_SECONDS = 300;

  /** Of every verb but {@code operator}, which has one of its own. */
  private static final String ARCHIVE = "-verbs.jsa";

  private static List<String> words;

  private Program() {}

  static synchronized List<String> words() {
    if (words == null) {
      words = find(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    }
    return words;
  }

  private static List<String> find(List<String> classPath) {
    Path target = Path.of("target").toAbsolutePath();
    Optional<Path> jar =
        classPath.stream()
            .map(Path::of)
            .filter(entry -> entry.getParent().equals(target) && entry.toString().endsWith(".jar"))
            .findFirst();
    List<String> found = new ArrayList<>(List.of(ProcessHandle.current().info().command().get()));
    found.addAll(JVM);
    List<String> lib = jar.isPresent() ? jars(target.resolve("lib")) : List.of();
    Optional<Path> archive = lib.isEmpty() ? Optional.empty() : archive(target);
    if (archive.isEmpty()) {
      found.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
      return List.copyOf(found);
    }
    // An archive holds for a class path that begins as its own did.
    List<String> entries = new ArrayList<>(List.of(jar.orElseThrow().toString()));
    entries.addAll(lib);
    List<String> names = entries.stream().map(Program::name).toList();
    classPath.stream().filter(entry -> !names.contains(name(entry))).forEach(entries::add);
    found.add("-XX:SharedArchiveFile=" + archive.get());
    found.addAll(List.of("-Xlog:disable", "-Xlog:all=off"));
    found.addAll(List.of("-cp", String.join(File.pathSeparator, entries)));
    return List.copyOf(found);
  }

  private static String name(String entry) {
    return Path.of(entry).getFileName().toString();
  }

  private static List<String> jars(Path lib) {
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made by the launcher's first start after a build, whichever JVM of ours comes first. */
  private static Optional<Path> archive(Path target) {
    try (FileChannel lock =
        FileChannel.open(
            target.resolve("program.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      ProcessBuilder builder =
          new ProcessBuilder("sh", target.resolveSibling("bactrian").toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(target.resolve("program.log").toFile());
      // It lists its jars in the order of the locale, we by their bytes.
      builder.environment().put("LC_ALL", "C");
      builder.environment().put("BACTRIAN_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
      Process launcher = builder.start();
      if (!launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
        return Optional.empty();
      }
      try (Stream<Path> archives = Files.list(target.resolve("cds"))) {
        return archives.filter(file -> file.toString().endsWith(ARCHIVE)).findFirst();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
