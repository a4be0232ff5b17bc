package io.bactrian.control;

/** Names one Job. */
public record JobKey(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
