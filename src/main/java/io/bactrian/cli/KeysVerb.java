package io.bactrian.cli;

import io.bactrian.engine.crypto.KeyFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bactrian keys generate --out FILE}. */
@Command(
    name = "keys",
    description = "Make keys.",
    sortOptions = false,
    subcommands = KeysVerb.Generate.class,
    footer = {"", "Examples:", "  bactrian keys generate --out ~/backup.key"})
final class KeysVerb implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do with keys is missing: generate");
  }

  /** Makes one key file. */
  @Command(
      name = "generate",
      description = {
        "Make a key: 32 random bytes as 64 hex digits, readable by you alone (0600).",
        "An existing file is never overwritten. Whoever loses the key loses the backups: keep a copy."
      },
      sortOptions = false,
      footer = {"", "Examples:", "  bactrian keys generate --out ~/backup.key"})
  static final class Generate extends Verb {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "Where to write it.")
    Path out;

    @Override
    Report run(Session session) {
      KeyFile.generate(out);
      return Report.complete("keys generate")
          .with("keyFile", out.toString())
          .line("A new key is in " + out + ".")
          .line("Without it nobody can read the backups it encrypts: keep a copy somewhere else.");
    }
  }
}
