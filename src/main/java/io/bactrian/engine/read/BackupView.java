package io.bactrian.engine.read;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;

/**
 * What a reader needs of a run whose manifest was checked already.
 *
 * @param root what keys of this name begin with: {@code <namespace>/<name>/}
 * @param format of chunks and segments
 * @param segments of the index, in tar order; can be walked more than once
 * @param objects every data object of the run; can be walked more than once
 * @param rawBytes length of the tar stream
 * @param entries in the tar stream
 */
public record BackupView(
    String root,
    String runId,
    ArchiveFormat format,
    Iterable<ObjectRef> segments,
    Iterable<ObjectRef> objects,
    long rawBytes,
    long entries) {

  /** Of a manifest that was read and compared with where it was found. */
  public static BackupView of(Manifest manifest) {
    Manifest.Identity identity = manifest.identity();
    return new BackupView(
        new Layout(identity.namespace(), identity.name()).root(),
        identity.runId().text(),
        ArchiveFormat.of(manifest.packing().format()),
        manifest.segments(),
        manifest.objects(),
        manifest.totals().rawBytes(),
        manifest.totals().entries());
  }
}
