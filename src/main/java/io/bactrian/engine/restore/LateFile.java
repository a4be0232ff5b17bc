package io.bactrian.engine.restore;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.PlanCodec;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * What is made or completed once all contents are in place, in tar order: directories, links,
 * FIFOs, large files. Small files are not in it. Kept until the swap is over.
 */
final class LateFile implements Closeable {
  private static final int BUFFER = 64 << 10;
  private static final String NAME = "late";

  private final Path file;
  private final DataOutputStream out;

  LateFile(Path work) {
    file = work.resolve(NAME);
    try {
      out =
          new DataOutputStream(
              new BufferedOutputStream(
                  Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER));
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  /**
   * @param wanted false for a directory that is there only because something below it is wanted
   */
  record Late(boolean wanted, EntryRecord record) {
    Entry entry() {
      return record.entry();
    }
  }

  void add(Late late) {
    try {
      out.writeByte(late.wanted() ? 1 : 0);
      PlanCodec.write(out, late.record());
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  static void forEach(Path work, Consumer<Late> action) {
    Path file = work.resolve(NAME);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      for (int flag = in.read(); flag >= 0; flag = in.read()) {
        action.accept(new Late(flag == 1, PlanCodec.readEntry(in)));
      }
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  /** Whether there is one: not, where the work was cleared away already. */
  static boolean exists(Path work) {
    return Files.exists(work.resolve(NAME));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
