package io.bactrian.engine.backup;

import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.index.IndexStreams;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.index.SegmentWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * How the bytes of a run are made, in its spool: those of a bundle in steps that the routes
 * compose, those of an index segment at once. Safe for many threads.
 */
public final class Encoding implements AutoCloseable {
  private final Preparation prepared;
  private final LongTupleHashFunction hash;
  private final Encoder.Pool encoders;

  /**
   * @param encoders makes another, when more bundles are in flight at once than ever before
   */
  Encoding(Preparation prepared, Supplier<Encoder> encoders) {
    this.prepared = prepared;
    this.hash = Hashes.seeded(prepared.seed());
    this.encoders = new Encoder.Pool(encoders);
  }

  /** Begins a write; {@link #spool} must follow, since it gives the encoder back. */
  public BundleWrite archive(Bundle bundle) {
    return new BundleWrite(bundle, encoders.take(), hash);
  }

  public BundleWrite compress(BundleWrite write) {
    return write.compressedBy(write.encoder().codec);
  }

  public BundleWrite encrypt(BundleWrite write) {
    return write.encryptedBy(prepared.cipherer());
  }

  public BundleWrite checksum(BundleWrite write) {
    return write.hashedBy(CryptoProviders.sha256());
  }

  /** Runs the write into the spool; afterwards the bundle's bytes are made for good. */
  public Bundle spool(BundleWrite write) {
    Bundle bundle = write.bundle();
    Path file = prepared.spool().file("bundle-" + bundle.number());
    try {
      BundleWrite.Result result = write.writeTo(file);
      if (!result.anyNew()) {
        bundle.seal(new Parcel.Sealed(file, null, 0, null));
        bundle.encoded(result.chunks(), null);
        bundle.discardSpool();
      } else {
        ObjectRef object = prepared.names().data(bundle.number(), result.length(), result.sha256());
        bundle.seal(sealed(file, object));
        bundle.encoded(result.chunks(), object);
      }
      return bundle;
    } catch (IOException e) {
      throw Spool.unusable(e);
    } finally {
      encoders.give(write.encoder());
    }
  }

  /** Makes an index segment's bytes, whole, in the spool. */
  Piece segment(BackupRun run, int number, List<ChunkRecord> chunks) throws IOException {
    Path file = prepared.spool().file("segment-" + number);
    Encoder encoder = encoders.take();
    try (SpoolFile out = new SpoolFile(file, CryptoProviders.sha256())) {
      try (OutputStream message = prepared.cipherer().seal(out);
          OutputStream members = IndexStreams.compress(encoder.codec, message);
          SegmentWriter writer = new SegmentWriter(members, prepared.seed())) {
        for (ChunkRecord chunk : chunks) {
          writer.write(chunk);
        }
      }
      long length = out.finish();
      ObjectRef ref = prepared.names().index(number, length, out.sha256());
      return new Piece(run, "segment " + number, sealed(file, ref), ref);
    } finally {
      encoders.give(encoder);
    }
  }

  private Parcel.Sealed sealed(Path file, ObjectRef object) {
    return new Parcel.Sealed(file, prepared.key(object.key()), object.size(), object.sha256());
  }

  @Override
  public void close() {
    encoders.close();
  }
}
