package io.bactrian.engine.tree;

/** Hears what a walk leaves out. Paths are raw bytes, relative to the root. */
public interface WalkListener {
  /** Something no archive can hold: a socket. Paths that were excluded are not reported. */
  void skipped(byte[] path, String why);

  /** Its name was there, and then it was not. */
  void vanished(byte[] path);
}
