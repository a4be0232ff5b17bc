package io.bactrian.control;

/**
 * Something that happened, told once its status is written: as an Event, a log line and a metric.
 *
 * @param warning Event type Warning rather than Normal
 * @param reason keyword in CamelCase, see {@link Keywords}
 * @param message for people; holds no secret
 */
public record Notice(boolean warning, String reason, String message) {
  public static Notice normal(String reason, String message) {
    return new Notice(false, reason, message);
  }

  public static Notice warning(String reason, String message) {
    return new Notice(true, reason, message);
  }
}
