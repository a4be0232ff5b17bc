package io.bactrian.cli;

import io.bactrian.config.Resolved;
import io.bactrian.config.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** One verb: reads its flags, resolves the settings, runs, reports. */
abstract class Verb implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  /** Does the work. A Failure thrown becomes the report of its class. */
  abstract Report run(Session session) throws Exception;

  /** Flags that are settings, as {@code name=value}. */
  List<String> settingFlags() {
    return List.of();
  }

  /** Adds a setting to such flags; nothing where the flag was not given. */
  static void addFlag(List<String> flags, String setting, String value) {
    if (value != null) {
      flags.add(setting + "=" + value);
    }
  }

  final String verb() {
    return spec.name();
  }

  @Override
  @SuppressWarnings("CatchAndPrintStackTrace")
  public Integer call() {
    Console console = new Console(spec.commandLine(), common.json());
    return console.report(outcome(console));
  }

  private Report outcome(Console console) {
    try (Session session = open(console)) {
      return run(session);
    } catch (Exception | OutOfMemoryError e) {
      LoggerFactory.getLogger(Verb.class).debug("{} failed", verb(), e);
      return failed(console, e);
    }
  }

  /** What a failure is reported as: with the name that was asked for, if one was. */
  Report failed(Console console, Throwable thrown) {
    OptionSpec name = spec.findOption("--name");
    return Report.failed(verb(), thrown).with("name", name == null ? null : name.getValue());
  }

  private Session open(Console console) {
    common.applyLogLevel();
    Resolved resolved = common.sources(System.getenv(), settingFlags()).resolve();
    resolved.warnings().forEach(warning -> console.say("WARNING: " + warning));
    return new Session(resolved, Settings.of(resolved), console, common.json());
  }
}
