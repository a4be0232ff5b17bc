package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.BareCamel;
import io.bactrian.testing.MinioServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The s3 Kamelet in a Camel Main of its own JVM that has none of our classes but the test's main.
 */
class S3KameletBareIT {

  @Test
  void s3Kamelet_withoutAnyClassOfOurs_doesAllFive(@TempDir Path directory) throws Exception {
    try (MinioServer minio = MinioServer.startOrSkip(directory)) {
      minio.createBucket("bare");
      Path log = directory.resolve("bare.log");
      Process process =
          new ProcessBuilder(command(directory, minio.endpoint()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log)).contains("five primitives work");
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static List<String> command(Path directory, String endpoint) throws Exception {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath(directory),
        BareCamel.class.getName(),
        Files.createDirectories(directory.resolve("kamelets")).toString(),
        endpoint,
        MinioServer.ACCESS_KEY,
        MinioServer.SECRET_KEY);
  }

  /** Jars of others only, and a directory that holds the one class with the main method. */
  private static String classPath(Path directory) throws Exception {
    Path kamelet = directory.resolve("kamelets/s3-store-action.kamelet.yaml");
    copy("kamelets/s3-store-action.kamelet.yaml", kamelet);
    String main = BareCamel.class.getName().replace('.', '/') + ".class";
    copy(main, directory.resolve("classes").resolve(main));
    String routes = main.replace(".class", "$1.class");
    copy(routes, directory.resolve("classes").resolve(routes));
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> !new File(entry).getName().startsWith("bactrian"))
            .collect(Collectors.joining(File.pathSeparator));
    return directory.resolve("classes") + File.pathSeparator + jars;
  }

  private static void copy(String resource, Path to) throws Exception {
    Files.createDirectories(to.getParent());
    try (var in = S3KameletBareIT.class.getClassLoader().getResourceAsStream(resource)) {
      Files.copy(in, to);
    }
  }
}
