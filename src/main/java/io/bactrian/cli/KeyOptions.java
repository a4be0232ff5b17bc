package io.bactrian.cli;

import io.bactrian.engine.crypto.KeyFile;
import io.bactrian.engine.crypto.SecretKeyBytes;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The user's key. */
final class KeyOptions {
  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The key: 64 hex digits, or 32 raw bytes. Make one: bactrian keys generate --out FILE")
  private Path keyFile;

  /** Where the key is, if a file is given. */
  Optional<Path> file() {
    return Optional.ofNullable(keyFile);
  }

  boolean given() {
    return keyFile != null;
  }

  /** The key, if a file is given; USAGE where it is none. */
  Optional<SecretKeyBytes> read() {
    return Optional.ofNullable(keyFile).map(KeyFile::read);
  }
}
