package io.bactrian.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * A namespace with an operator that looks after it, as a user sees it: YAML goes in, statuses come
 * out. The claim {@code data} is there, and {@link #data} shows what is on it.
 */
interface World extends AutoCloseable {

  String namespace();

  /** A namespace that is there and belongs to somebody else. */
  String foreignNamespace();

  /** One document; replaces what has its kind and name. Without a namespace it goes into ours. */
  void apply(String yaml);

  void delete(String kind, String name);

  /** The whole resource; a missing node where there is none. */
  JsonNode resource(String kind, String name);

  /** Resources of the kind. */
  List<String> names(String kind);

  /** Reasons of the events about it, oldest first; a repeated one as often as it was told. */
  List<String> events(String kind, String name);

  /** Tells the Job of a Backup from every other one there was; empty where there is none. */
  String job(String name);

  Path data();

  /** The operator and every worker die at once, as in a power cut. Only of a mortal world. */
  void killAll();

  /**
   * Every worker dies at once, with no time to say anything. Where workers live in the operator's
   * process it dies with them, and is started again: only of a mortal world.
   *
   * @param meanwhile done once they are dead, and before a new operator asks for them
   */
  void killWorkers(Runnable meanwhile);

  /** After {@link #killAll}: an operator works again. */
  void start();

  @Override
  void close();
}
