package io.bactrian.engine.restore;

import io.bactrian.engine.read.PathRules;
import io.bactrian.engine.tree.PathBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where other file systems are mounted, as Linux tells; elsewhere none is known. */
final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int PLACE = 4;

  private Mounts() {}

  /**
   * The mount points below a directory, relative to it.
   *
   * @param directory its real path
   */
  static List<byte[]> below(Path directory) {
    try {
      return below(PathBytes.of(directory), Files.readAllBytes(TABLE));
    } catch (IOException e) {
      return List.of();
    }
  }

  static List<byte[]> below(byte[] directory, byte[] table) {
    List<byte[]> found = new ArrayList<>();
    boolean root = directory.length == 1;
    for (String line : new String(table, StandardCharsets.ISO_8859_1).split("\n")) {
      String[] fields = line.split(" ");
      byte[] place = fields.length > PLACE ? unescaped(fields[PLACE]) : new byte[0];
      if (place.length > directory.length
          && PathRules.isWithin(place, root ? new byte[0] : directory)) {
        found.add(Arrays.copyOfRange(place, directory.length + (root ? 0 : 1), place.length));
      }
    }
    return found;
  }

  /** Space, tab, newline and backslash stand there as a backslash and three octal digits. */
  private static byte[] unescaped(String field) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < field.length(); at++) {
      if (field.charAt(at) == '\\' && at + 3 < field.length()) {
        out.write(Integer.parseInt(field.substring(at + 1, at + 4), 8));
        at += 3;
      } else {
        out.write(field.charAt(at));
      }
    }
    return out.toByteArray();
  }
}
