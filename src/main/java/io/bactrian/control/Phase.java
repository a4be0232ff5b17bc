package io.bactrian.control;

/** Phases of resources, as they stand in a status. */
public enum Phase {
  SCHEDULED("Scheduled"),
  PREPARE("Prepare"),
  RUNNING("Running"),
  COMPLETE("Complete"),
  FAILED("Failed"),
  RETRY_FAILED("RetryFailed"),
  RESTART("Restart"),
  INVALID("Invalid"),
  PAUSED("Paused"),
  STOPPED("Stopped"),
  CLEAN("Clean"),
  CLEAN_FAILED("CleanFailed");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** As a status has it. */
  public String text() {
    return text;
  }

  public boolean is(String phase) {
    return text.equals(phase);
  }
}
