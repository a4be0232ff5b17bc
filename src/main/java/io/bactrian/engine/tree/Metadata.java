package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Gives a restored path the owner, extended attributes, mtime and mode of its entry, in this order:
 * a change of owner clears setuid; attributes and times need a file that its owner may open, and
 * the mode, which may forbid that, changes no mtime. Directories come after what they hold.
 *
 * <p>Never follows a symlink at the path itself; parents are the caller's to watch. What the JVM
 * cannot do: an mtime before 1970 keeps whole seconds, that of a symlink microseconds, a FIFO or
 * device node keeps the one that it was made with; attributes outside the user namespace are not
 * applied.
 */
public final class Metadata {
  private static final long SECOND = 1_000_000_000L;
  private static final int ALL_BITS = 07777;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;

  private final Path file;
  private final Entry entry;
  private final List<NotApplied> missing = new ArrayList<>();

  private Metadata(Path file, Entry entry) {
    this.file = file;
    this.entry = entry;
  }

  /** What an entry says of a path besides its content. */
  public enum Part {
    OWNER,
    XATTRS,
    TIMES,
    MODE
  }

  /**
   * @param reason the system's own words
   */
  public record NotApplied(Part part, String reason) {}

  /**
   * Applies everything that can be; a HARDLINK has nothing of its own.
   *
   * @param root whether owners may be given away; else only the group is tried
   * @return what could not be applied, mostly nothing. Without the owner, setuid and setgid are not
   *     set either.
   * @throws io.bactrian.engine.failure.Failure UNREADABLE if there is nothing at the path
   */
  public static List<NotApplied> apply(Path file, Entry entry, boolean root) {
    if (entry.type() == EntryType.HARDLINK) {
      return List.of();
    }
    Metadata metadata = new Metadata(file, entry);
    metadata.applyAll(root);
    return List.copyOf(metadata.missing);
  }

  private void applyAll(boolean root) {
    Stat now = look();
    boolean user = now.uid() == entry.uid() || root && setId("uid", entry.uid());
    boolean group = now.gid() == entry.gid() || setId("gid", entry.gid());
    if (!user && !root) {
      missing.add(new NotApplied(Part.OWNER, "only root may give files away"));
    }
    entry.xattrs().forEach(this::setXattr);
    setTime();
    setMode(now, user, group);
  }

  private Stat look() {
    try {
      return Stat.of(file);
    } catch (IOException e) {
      throw TreeFailures.unwritable(file, "metadata", e);
    }
  }

  /** Numbers over 2^31 wrap, as the JDK wants them. */
  private boolean setId(String name, long id) {
    return attempt(
        Part.OWNER,
        () -> Files.setAttribute(file, "unix:" + name, (int) id, LinkOption.NOFOLLOW_LINKS));
  }

  private void setXattr(String name, byte[] value) {
    boolean holdsNone = entry.type() != EntryType.FILE && entry.type() != EntryType.DIRECTORY;
    if (holdsNone || !Xattrs.isUser(name)) {
      missing.add(new NotApplied(Part.XATTRS, "only the user namespace can be set"));
      return;
    }
    attempt(Part.XATTRS, () -> Xattrs.write(file, name, value));
  }

  /** The JDK opens what it sets times of, and would wait for a FIFO's other end. */
  private void setTime() {
    if (!mayBeOpened() && entry.type() != EntryType.SYMLINK) {
      if (look().mtime() != entry.mtime()) {
        missing.add(new NotApplied(Part.TIMES, "not possible for FIFOs and device nodes"));
      }
      return;
    }
    long nanos = entry.mtime();
    if (nanos < 0 && nanos % SECOND != 0) {
      nanos = Math.floorDiv(nanos, SECOND) * SECOND;
      missing.add(new NotApplied(Part.TIMES, "before 1970 whole seconds only"));
    }
    FileTime time = FileTime.from(nanos, TimeUnit.NANOSECONDS);
    BasicFileAttributeView view =
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    attempt(Part.TIMES, () -> view.setTimes(time, null, null));
  }

  /** chmod by path follows symlinks; so only where a look just said that there is none. */
  private void setMode(Stat before, boolean user, boolean group) {
    if (entry.type() == EntryType.SYMLINK) {
      return;
    }
    int mode = entry.mode() & (user ? -1 : ~SETUID) & (group ? -1 : ~SETGID);
    if (mode != entry.mode()) {
      missing.add(new NotApplied(Part.MODE, "setuid and setgid are left off without the owner"));
    }
    if ((before.mode() & ALL_BITS) == mode && (mode & (SETUID | SETGID)) == 0) {
      return;
    }
    if (mayBeOpened()) {
      attempt(
          Part.MODE, () -> Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS));
    } else if (look().type() == entry.type()) {
      attempt(Part.MODE, () -> Files.setAttribute(file, "unix:mode", mode));
    }
  }

  private boolean mayBeOpened() {
    return entry.type() == EntryType.FILE || entry.type() == EntryType.DIRECTORY;
  }

  private boolean attempt(Part part, Change change) {
    try {
      change.make();
      return true;
    } catch (NoSuchFileException e) {
      throw TreeFailures.unwritable(file, part.name().toLowerCase(Locale.ROOT), e);
    } catch (IOException e) {
      missing.add(new NotApplied(part, reason(e)));
      return false;
    }
  }

  private static String reason(IOException error) {
    boolean named = error instanceof FileSystemException known && known.getReason() != null;
    return named ? ((FileSystemException) error).getReason() : error.getClass().getSimpleName();
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }
}
