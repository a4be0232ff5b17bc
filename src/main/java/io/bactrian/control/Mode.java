package io.bactrian.control;

/** What a Backup does: copies a source once, or follows it until stopped. */
public enum Mode {
  SNAPSHOT("snapshot"),
  LOG("log");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  /** Absent, or anything unknown, is a snapshot. */
  public static Mode of(String mode) {
    return LOG.text.equals(mode) ? LOG : SNAPSHOT;
  }
}
