package io.bactrian.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.reconcile.PassListener;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Prints one line for each change of a phase. */
final class RunPhases implements PassListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private final Console console;

  RunPhases(Console console) {
    this.console = console;
  }

  @Override
  public void wrote(StatusWrite write) {
    String before = JSON.valueToTree(write.before()).path("phase").asText("");
    RunStanding after = RunStanding.of(write.after());
    if (!after.phase().equals(before)) {
      String remark = after.remark();
      console.tell(
          LocalTime.now().format(CLOCK)
              + " "
              + after.name()
              + " "
              + after.phase()
              + (remark.isEmpty() ? "" : ": " + remark));
    }
  }
}
