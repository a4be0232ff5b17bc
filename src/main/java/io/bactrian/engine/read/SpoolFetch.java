package io.bactrian.engine.read;

import io.bactrian.engine.index.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings one object of modest size, decrypted, into a file of the spool. */
public final class SpoolFetch extends Fetch {
  private static final int PIECE = 64 << 10;
  private final CheckedRead reads;
  private final Path file;
  private final Runnable onFetched;
  private final Consumer<Throwable> onFailed;

  public SpoolFetch(
      String label,
      ObjectRef object,
      FetchFeed feed,
      Path file,
      Runnable onFetched,
      Consumer<Throwable> onFailed) {
    super(label, object, feed.attempts());
    this.reads = feed.reads();
    this.file = file;
    this.onFetched = onFetched;
    this.onFailed = onFailed;
  }

  @Override
  protected void tryOnce() {
    reads.read(object(), this::spool);
  }

  private void spool(InputStream plain) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] piece = new byte[PIECE];
      for (int got = plain.read(piece); got >= 0; got = plain.read(piece)) {
        write(out, piece, got);
      }
    }
  }

  /** A full disk is not a damaged object. */
  private void write(OutputStream out, byte[] piece, int length) {
    try {
      out.write(piece, 0, length);
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
  }

  @Override
  public void fetched() {
    onFetched.run();
  }

  @Override
  protected void givenUp(Throwable cause) {
    onFailed.accept(cause);
  }
}
