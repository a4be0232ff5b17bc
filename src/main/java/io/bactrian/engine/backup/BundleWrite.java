package io.bactrian.engine.backup;

import io.bactrian.engine.codec.Codec;
import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.index.Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * How a bundle will be written: archived, compressed, encrypted and hashed, composed step by step
 * and run once, into the spool. Until it runs nothing is read; while it runs no step holds more
 * than one chunk.
 */
public final class BundleWrite {
  private static final int PIECE = 32 << 10;

  private final Bundle bundle;
  private final Encoder encoder;
  private final LongTupleHashFunction hash;
  private Codec codec;
  private Cipherer cipherer;
  private MessageDigest digest;
  private long offset;

  /** Archives: the bundle's files as chunks of the tar stream, each compared with its bases. */
  BundleWrite(Bundle bundle, Encoder encoder, LongTupleHashFunction hash) {
    this.bundle = bundle;
    this.encoder = encoder;
    this.hash = hash;
  }

  public BackupRun run() {
    return bundle.run();
  }

  Bundle bundle() {
    return bundle;
  }

  Encoder encoder() {
    return encoder;
  }

  /** Each new chunk a member of its own. */
  BundleWrite compressedBy(Codec by) {
    this.codec = by;
    return this;
  }

  /** All members one message. */
  BundleWrite encryptedBy(Cipherer by) {
    this.cipherer = by;
    return this;
  }

  /** Hashed as stored. */
  BundleWrite hashedBy(MessageDigest by) {
    this.digest = by;
    return this;
  }

  /** Runs. What is new is in the file; the rest is in the result. */
  Result writeTo(Path spool) throws IOException {
    try (SpoolFile file = new SpoolFile(spool, digest)) {
      List<EncodedChunk> chunks = new ArrayList<>(bundle.chunks().size());
      try (OutputStream message = cipherer.seal(file)) {
        for (PlannedChunk chunk : bundle.chunks()) {
          EncodedChunk result = write(chunk, message);
          if (result != null) {
            chunks.add(result);
          }
        }
      }
      return new Result(chunks, offset > 0, file.finish(), file.sha256());
    }
  }

  private EncodedChunk write(PlannedChunk planned, OutputStream message) throws IOException {
    if (!planned.mustBeRead()) {
      return new EncodedChunk(planned, null, null, null, 0, 0);
    }
    EncodedChunk.Raw raw = encoder.reader.read(planned);
    if (raw == null) {
      return null;
    }
    run().progress().advance(raw.length());
    long[] xxh = Hashes.xxh3(hash, encoder.reader.bytes(), raw.length());
    Location equal = equalTo(planned.candidates(), raw.length(), xxh);
    if (equal != null) {
      return new EncodedChunk(planned, raw, xxh, equal, 0, 0);
    }
    int length = compress(raw.length(), message);
    long at = offset;
    offset += length;
    return new EncodedChunk(planned, raw, xxh, null, at, length);
  }

  private static Location equalTo(List<ChunkRecord> candidates, int length, long[] xxh) {
    for (ChunkRecord candidate : candidates) {
      if (candidate.rawLength() == length
          && candidate.hashHigh() == xxh[0]
          && candidate.hashLow() == xxh[1]) {
        return candidate.location();
      }
    }
    return null;
  }

  private int compress(int rawLength, OutputStream message) throws IOException {
    if (encoder.scratch.length < codec.maxCompressedLength(rawLength)) {
      encoder.scratch = new byte[codec.maxCompressedLength(rawLength)];
    }
    int length = codec.compress(encoder.reader.bytes(), rawLength, encoder.scratch);
    for (int at = 0; at < length; at += PIECE) {
      message.write(encoder.scratch, at, Math.min(PIECE, length - at));
    }
    return length;
  }

  /**
   * What running gave.
   *
   * @param chunks in tar order, without those whose files all vanished
   * @param anyNew whether the file holds anything worth storing
   * @param length of the file in bytes
   * @param sha256 of the file, lower-case hex
   */
  record Result(List<EncodedChunk> chunks, boolean anyNew, long length, String sha256) {}
}
