package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds the user's key. Nothing here prints what is in it. */
public final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final int HEX_LENGTH = 2 * SecretKeyBytes.LENGTH;
  private static final int BASE64_LENGTH = 44;
  private static final int MORE_THAN_ANY = 128;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private KeyFile() {}

  /**
   * Reads a key: 64 hex digits, or base64 of 32 bytes, each with or without a line end, or 32 raw
   * bytes. Warns in the log where everybody may read the file.
   *
   * @throws Failure USAGE where the file is missing, cannot be read, or is none of these
   */
  public static SecretKeyBytes read(Path file) {
    byte[] content = content(file);
    SecretKeyBytes key = parse(content).orElseThrow(() -> malformed(file, content.length));
    warnIfPublic(file);
    return key;
  }

  /**
   * The same for a file that a Secret was mounted as: who may read it is not its mode's to say.
   *
   * @throws Failure USAGE as {@link #read}
   */
  public static SecretKeyBytes readMounted(Path file) {
    byte[] content = content(file);
    return parse(content).orElseThrow(() -> malformed(file, content.length));
  }

  /** A key in memory, in one of the forms of {@link #read}; empty where it is none of them. */
  public static Optional<SecretKeyBytes> of(byte[] content) {
    return parse(content);
  }

  /**
   * Makes a new random key in a new file: 64 hex digits and a newline, readable by its owner alone
   * from the first moment, on disk when this returns. Never overwrites.
   *
   * @throws Failure USAGE where the file exists or cannot be written
   */
  public static SecretKeyBytes generate(Path file) {
    SecretKeyBytes key = new SecretKeyBytes(CryptoProviders.random(SecretKeyBytes.LENGTH));
    try (FileChannel channel = create(file)) {
      ByteBuffer line = ByteBuffer.wrap((key.hex() + "\n").getBytes(StandardCharsets.US_ASCII));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage(
          "'" + file + "' exists already, and a key file is never overwritten",
          "choose another file; a key that is lost takes its backups with it");
    } catch (IOException e) {
      throw Failure.usage(
          "key file '" + file + "' cannot be written: " + reason(e),
          "see that its directory exists and may be written");
    }
    syncDirectory(file.toAbsolutePath().getParent());
    return key;
  }

  private static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix ? FileChannel.open(file, options, OWNER_ONLY) : FileChannel.open(file, options);
  }

  private static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.warn("'{}' cannot be synced; the new key file may be lost in a crash", directory);
    }
  }

  private static byte[] content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MORE_THAN_ANY);
    } catch (NoSuchFileException e) {
      throw Failure.usage("there is no key file '" + file + "'", hint(file));
    } catch (IOException e) {
      throw Failure.usage("key file '" + file + "' cannot be read: " + reason(e), hint(file));
    }
  }

  /** Told apart by length alone: 32 raw bytes may look like anything. */
  private static Optional<SecretKeyBytes> parse(byte[] content) {
    if (content.length == SecretKeyBytes.LENGTH) {
      return Optional.of(new SecretKeyBytes(content));
    }
    byte[] text = withoutLineEnd(content);
    return switch (text.length) {
      case HEX_LENGTH -> HexKey.parse(text);
      case BASE64_LENGTH -> base64(text);
      default -> Optional.empty();
    };
  }

  private static Optional<SecretKeyBytes> base64(byte[] text) {
    try {
      byte[] key = Base64.getDecoder().decode(text);
      return Optional.of(key)
          .filter(bytes -> bytes.length == SecretKeyBytes.LENGTH)
          .map(SecretKeyBytes::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] withoutLineEnd(byte[] content) {
    int length = content.length;
    if (length > 0 && content[length - 1] == '\n') {
      length -= length > 1 && content[length - 2] == '\r' ? 2 : 1;
    }
    return Arrays.copyOf(content, length);
  }

  private static Failure malformed(Path file, int read) {
    String length = read < MORE_THAN_ANY ? read + " bytes" : read + " bytes or more";
    return Failure.usage(
        "key file '"
            + file
            + "' ("
            + length
            + ") holds no key of 32 bytes: 64 hex digits, 44 characters of base64, or 32 raw bytes",
        hint(file));
  }

  private static String hint(Path file) {
    return "name the right file; only for a new name make a new key, which opens nothing stored"
        + " so far: bactrian keys generate --out "
        + (Files.exists(file) ? "FILE" : file);
  }

  private static void warnIfPublic(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.contains(PosixFilePermission.OTHERS_READ)) {
        LOG.warn("everybody on this machine may read key file '{}': chmod 600 it", file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the mode of key file '{}' is not known", file);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }
}
