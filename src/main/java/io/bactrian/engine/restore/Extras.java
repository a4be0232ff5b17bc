package io.bactrian.engine.restore;

import io.bactrian.engine.tree.PathBytes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names at the top of a target that the backup does not have, noted before the swap begins. */
final class Extras {
  private static final String NAME = "extras";

  private Extras() {}

  /** Takes a name as a relative path. */
  @FunctionalInterface
  interface Action {
    void take(Path name) throws IOException;
  }

  static void write(Staging staging) throws IOException {
    try (DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(staging.work().resolve(NAME))));
        DirectoryStream<Path> names = Files.newDirectoryStream(staging.target())) {
      for (Path path : names) {
        boolean stays = Staging.isStaging(path) || TargetCheck.isLostAndFound(path);
        if (!stays && !Trees.exists(staging.tree().resolve(path.getFileName()))) {
          byte[] name = PathBytes.nameOf(path);
          out.writeInt(name.length);
          out.write(name);
        }
      }
    }
  }

  static void forEach(Staging staging, Action action) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(staging.work().resolve(NAME))))) {
      while (in.available() > 0) {
        byte[] name = in.readNBytes(in.readInt());
        action.take(PathBytes.resolve(Path.of(""), name));
      }
    }
  }
}
