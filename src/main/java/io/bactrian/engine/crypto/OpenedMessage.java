package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Objects;

/**
 * A message being read. Tells two kinds of trouble apart: the stored bytes could not be fetched (an
 * IOException, as it came), or were fetched and make no sense (CORRUPT).
 */
abstract class OpenedMessage extends InputStream {
  /** What a reader of a message works with; the fetching of bytes never hides in its exceptions. */
  protected final InputStream stored;

  private final Watch watch;
  private final String what;
  private Failure failure;

  /**
   * @param what names the message's kind and key in failures
   */
  OpenedMessage(InputStream stored, String what) {
    this.watch = new Watch(stored);
    this.stored = new BufferedInputStream(watch, 16 << 10);
    this.what = what;
  }

  /** As {@link InputStream#read(byte[], int, int)} with length over 0; any exception will do. */
  protected abstract int pull(byte[] target, int offset, int length)
      throws IOException, GeneralSecurityException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : guarded(() -> pull(target, offset, length));
  }

  @Override
  public final void close() throws IOException {
    watch.close();
  }

  /**
   * Runs a step of reading; what goes wrong in it comes out classed, and again at each later step.
   */
  protected final <T> T guarded(Step<T> step) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return step.run();
    } catch (Failure e) {
      failure = e;
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (watch.broken != null) {
        throw watch.broken;
      }
      failure = corrupt(e.getClass().getSimpleName());
      throw failure;
    }
  }

  protected final Failure corrupt(String reason) {
    return Failure.corrupt(what + " is damaged or cut short (" + reason + ")");
  }

  /** One step of reading a message. */
  protected interface Step<T> {
    T run() throws IOException, GeneralSecurityException;
  }

  /** Remembers that fetching itself failed. */
  private static final class Watch extends FilterInputStream {
    private IOException broken;

    Watch(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        broken = e;
        throw e;
      }
    }
  }
}
