package io.bactrian.control;

import io.bactrian.api.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions as kstatus and {@code kubectl wait} read them. */
public final class Conditions {
  private Conditions() {}

  /** What a resource has come to, said in four conditions. */
  public enum Outlook {
    /** Under way: Reconciling. */
    WORKING("False", "False", "True", "False"),
    /** Done: Complete and Ready. */
    DONE("True", "True", "False", "False"),
    /** Lives on, as a schedule does: Ready, never Complete. */
    READY("False", "True", "False", "False"),
    /** Will not go on by itself: Stalled. */
    STALLED("False", "False", "False", "True");

    private final String complete;
    private final String ready;
    private final String reconciling;
    private final String stalled;

    Outlook(String complete, String ready, String reconciling, String stalled) {
      this.complete = complete;
      this.ready = ready;
      this.reconciling = reconciling;
      this.stalled = stalled;
    }
  }

  /**
   * The four conditions; a lastTransitionTime is kept where the condition's status is what it was.
   *
   * @param before may be null
   * @param reason one word in CamelCase
   */
  public static List<Condition> of(
      List<Condition> before,
      Outlook outlook,
      String reason,
      String message,
      Long generation,
      Instant now) {
    List<Condition> after = new ArrayList<>();
    after.add(one(before, "Complete", outlook.complete, reason, message, generation, now));
    after.add(one(before, "Ready", outlook.ready, reason, message, generation, now));
    after.add(one(before, "Reconciling", outlook.reconciling, reason, message, generation, now));
    after.add(one(before, "Stalled", outlook.stalled, reason, message, generation, now));
    return after;
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> type.equals(condition.type)).findFirst();
  }

  private static Condition one(
      List<Condition> before,
      String type,
      String status,
      String reason,
      String message,
      Long generation,
      Instant now) {
    Condition condition = new Condition();
    condition.type = type;
    condition.status = status;
    condition.reason = reason;
    condition.message = message;
    condition.observedGeneration = generation;
    condition.lastTransitionTime =
        find(before, type)
            .filter(old -> status.equals(old.status))
            .map(old -> old.lastTransitionTime)
            .orElse(now.toString());
    return condition;
  }
}
