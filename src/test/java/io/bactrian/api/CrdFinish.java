package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a schema needs and annotations cannot say. */
final class CrdFinish {
  /** Without bounds the API server takes a CEL rule over lists for too costly. */
  private static final long MOST_ITEMS = 64;

  private static final long LONGEST = 4096;
  private static final long LONGEST_QUANTITY = 32;
  private static final double LARGEST_WHOLE = 1e15;
  private static final String QUANTITY =
      "^\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

  private CrdFinish() {}

  static void finish(CustomResourceDefinition crd, Class<?> resource) {
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      JSONSchemaProps spec = root.getProperties().get("spec");
      JSONSchemaProps status = root.getProperties().get("status");
      root.setDescription(resource.getAnnotation(JsonClassDescription.class).value());
      spec.setDescription("What is asked for.");
      status.setDescription("What became of it. Written by the operator alone.");
      bound(spec);
      PodDescriptions.fill(podOf(spec));
      keyed(status.getProperties().get("conditions"), "type");
      version.getAdditionalPrinterColumns().sort(inOrderOf(resource));
      version.getAdditionalPrinterColumns().forEach(CrdFinish::dropDefaults);
    }
  }

  private static JSONSchemaProps podOf(JSONSchemaProps spec) {
    JSONSchemaProps template = spec.getProperties().get("backupTemplate");
    return (template == null ? spec : template).getProperties().get("pod");
  }

  /** What the API server would leave out is a change at every plain apply. */
  private static void dropDefaults(CustomResourceColumnDefinition column) {
    if (column.getPriority() == 0) {
      column.setPriority(null);
    }
  }

  private static Comparator<CustomResourceColumnDefinition> inOrderOf(Class<?> resource) {
    List<String> names =
        Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return Comparator.comparing(column -> names.indexOf(column.getName()));
  }

  /** Server-side apply then merges entries by this member instead of replacing the list. */
  private static void keyed(JSONSchemaProps list, String member) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(member));
  }

  /** Nothing that a user writes is without bounds, nor too large for the Java field it becomes. */
  private static void bound(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setPattern(QUANTITY);
      schema.setMaxLength(LONGEST_QUANTITY);
      schema.setMinimum(0.0);
      schema.setMaximum(LARGEST_WHOLE);
    } else if ("string".equals(schema.getType())) {
      boundString(schema);
    } else if ("integer".equals(schema.getType())) {
      boundInteger(schema);
    } else if ("array".equals(schema.getType())) {
      schema.setMaxItems(schema.getMaxItems() == null ? MOST_ITEMS : schema.getMaxItems());
      bound(schema.getItems().getSchema());
    } else if (schema.getAdditionalProperties() != null) {
      schema.setMaxProperties(
          schema.getMaxProperties() == null ? MOST_ITEMS : schema.getMaxProperties());
      bound(schema.getAdditionalProperties().getSchema());
    } else if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(CrdFinish::bound);
    }
  }

  private static void boundString(JSONSchemaProps schema) {
    boolean open = schema.getEnum() == null || schema.getEnum().isEmpty();
    if (open && schema.getMaxLength() == null) {
      schema.setMaxLength(LONGEST);
    }
  }

  private static void boundInteger(JSONSchemaProps schema) {
    if (schema.getMinimum() == null) {
      schema.setMinimum((double) Integer.MIN_VALUE);
    }
    if (schema.getMaximum() == null) {
      schema.setMaximum((double) Integer.MAX_VALUE);
    }
  }
}
