package io.bactrian.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code bactrian demo}. */
@Command(
    name = "demo",
    description = {
      "See it work: backup, faults, kill, resume, restore, compare.",
      "Makes a small data directory, backs it up, encrypted, while writes fail, kills the backup",
      "half-way, carries on, restores and compares. Needs nothing but Java; touches only a new",
      "directory in the place for temporary files, and leaves it there to look at."
    },
    footer = {"", "Examples:", "  bactrian demo"})
final class DemoVerb extends Verb {

  @Override
  Report run(Session session) throws IOException, InterruptedException {
    Path place = Files.createTempDirectory("bactrian-demo-");
    return new Demo(place, session.console()).play();
  }
}
