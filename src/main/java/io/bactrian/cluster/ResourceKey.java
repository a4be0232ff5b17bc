package io.bactrian.cluster;

/** Names one resource. */
public record ResourceKey(String kind, String namespace, String name) {
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
