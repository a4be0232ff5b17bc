package io.bactrian.cluster.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bactrian.api.Names;
import io.bactrian.api.Storage;
import io.bactrian.control.JobOrder;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files that a worker reads before it works: its order, the operator's settings for workers,
 * the Kamelet of its provider. They travel as annotations of the pod: one object, made in one go,
 * in the worker's namespace, and no ConfigMap to lose.
 */
final class PodFiles {
  /** Kubernetes allows 256 KiB of annotations. */
  private static final int LIMIT = 240 * 1024;

  private record Travelling(String annotation, String path, String text) {
    int size() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private final List<Travelling> files = new ArrayList<>();

  /** USAGE where it is too much, or a Kamelet cannot be read. */
  PodFiles(JobOrder order, WorkerGear gear) {
    files.add(new Travelling(Names.ORDER, MountPaths.ORDER_FILE, json(order)));
    SortedMap<String, String> properties = new TreeMap<>(gear.properties());
    kamelet(order.order().storage, gear.kamelets())
        .ifPresent(
            file -> {
              files.add(file);
              properties.put(
                  "bactrian.kamelets.directory", MountPaths.ORDER + "/" + MountPaths.KAMELETS);
            });
    files.add(new Travelling(Names.SETTINGS, MountPaths.SETTINGS_FILE, lines(properties)));
    requireRoom();
  }

  Map<String, String> annotations() {
    return files.stream().collect(Collectors.toMap(Travelling::annotation, Travelling::text));
  }

  List<DownwardAPIVolumeFile> items() {
    return files.stream()
        .map(
            file ->
                new DownwardAPIVolumeFileBuilder()
                    .withPath(file.path())
                    .withNewFieldRef()
                    .withFieldPath("metadata.annotations['" + file.annotation() + "']")
                    .endFieldRef()
                    .build())
        .toList();
  }

  private static String json(JobOrder order) {
    try {
      return PodJson.MAPPER.writeValueAsString(MountPaths.resolve(order));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Travelling> kamelet(Storage storage, Optional<Path> directory) {
    if (storage == null || storage.provider == null || directory.isEmpty()) {
      return Optional.empty();
    }
    String name = storage.provider + "-store-action.kamelet.yaml";
    Path file = directory.get().resolve(name);
    try {
      return Optional.of(
          new Travelling(Names.KAMELET, MountPaths.KAMELETS + "/" + name, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.USAGE,
          "the Kamelet '" + file + "' cannot be read: " + e,
          "mount a readable file into bactrian.kamelets.directory",
          e);
    }
  }

  /** As a .properties file, without the date that would make each pod another. */
  private static String lines(SortedMap<String, String> properties) {
    StringBuilder lines = new StringBuilder();
    properties.forEach((name, value) -> lines.append(line(name, value)).append('\n'));
    return lines.toString();
  }

  private static String line(String name, String value) {
    Properties one = new Properties();
    one.setProperty(name, value);
    StringWriter text = new StringWriter();
    try {
      one.store(text, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<String> lines = text.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private void requireRoom() {
    if (files.stream().mapToInt(Travelling::size).sum() > LIMIT) {
      throw Failure.usage(
          "what the worker is told is longer than "
              + LIMIT / 1024
              + " KiB: "
              + files.stream()
                  .map(file -> file.path() + " " + file.size() + " bytes")
                  .collect(Collectors.joining(", ")),
          "name fewer paths or excludes, or shorten the Kamelet");
    }
  }
}
