package io.bactrian.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CustomResourceDefinitions as the api classes say; the same bytes each time. */
final class Crds {
  static final Path DIRECTORY = Path.of("deploy", "crds");

  private static final List<Class<? extends HasMetadata>> RESOURCES =
      List.of(Backup.class, Restore.class, BackupSchedule.class);
  private static final String HEADER =
      "# Generated from src/main/java/io/bactrian/api: do not edit.\n"
          + "# ./mvnw test -Dtest=CrdsTest -Dcrds.write=true\n";

  private Crds() {}

  /** File name, such as {@code backups.bactrian.io.yaml}, to content. */
  static Map<String, String> generate() {
    Output output = new Output();
    new CRDGenerator()
        .customResourceClasses(RESOURCES)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .withMinQuotes(true)
        .withPostProcessor(new Finish())
        .withOutput(output)
        .detailedGenerate();
    return output.files();
  }

  private static final class Finish implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String version) {
      CustomResourceDefinition definition = (CustomResourceDefinition) crd;
      Class<?> resource =
          RESOURCES.stream()
              .filter(
                  type ->
                      HasMetadata.getKind(type).equals(definition.getSpec().getNames().getKind()))
              .findFirst()
              .orElseThrow();
      CrdFinish.finish(definition, resource);
      return definition;
    }
  }

  private static final class Output extends AbstractCRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> streams = new TreeMap<>();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return streams.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
    }

    Map<String, String> files() {
      Map<String, String> files = new TreeMap<>();
      streams.forEach(
          (name, stream) -> files.put(name.replaceFirst("-v1$", "") + ".yaml", text(stream)));
      return files;
    }

    private static String text(ByteArrayOutputStream stream) {
      String text = stream.toString(StandardCharsets.UTF_8);
      return HEADER + text.substring(text.indexOf("apiVersion:"));
    }
  }
}
