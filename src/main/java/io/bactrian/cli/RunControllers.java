package io.bactrian.cli;

import io.bactrian.control.BackupController;
import io.bactrian.control.RestoreController;
import io.bactrian.control.Rules;
import io.bactrian.control.ScheduleController;
import io.bactrian.route.operator.OperatorSpec;

/** Who decides, for both ends. */
final class RunControllers {
  private RunControllers() {}

  /**
   * @param machinePaths whether paths of this machine may stand for claims
   */
  static OperatorSpec.Controllers of(Rules given, boolean machinePaths) {
    Rules rules = given.withMachinePaths(machinePaths);
    return new OperatorSpec.Controllers(
        new BackupController(rules), new RestoreController(rules), new ScheduleController(rules));
  }
}
