package io.bactrian.engine.repo;

/** Computes manifests' MACs under the data key of one run, for one namespace and name. */
@FunctionalInterface
public interface MacKey {
  /** 64 lower-case hex digits over the bytes that the manifest's sha256 covers. */
  String mac(byte[] covered);
}
