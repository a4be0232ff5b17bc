package io.bactrian.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * An end with an operator in it, as a user sees it: YAML goes in, statuses come out. Everything is
 * in namespace {@code default}. The claim {@code data} is there, and {@link #data} shows what is on
 * it.
 */
interface World extends AutoCloseable {

  /** One document; replaces what has its kind and name. */
  void apply(String yaml);

  void delete(String kind, String name);

  /** The whole resource; a missing node where there is none. */
  JsonNode resource(String kind, String name);

  /** Resources of the kind. */
  List<String> names(String kind);

  /** Reasons of the events about it, oldest first; a repeated one as often as it was told. */
  List<String> events(String kind, String name);

  Path data();

  void start();

  /** The operator and every worker die at once, as in a power cut. */
  void killAll();

  @Override
  void close();
}
