package io.bactrian.control;

import io.bactrian.api.Settings;
import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.List;

/** Settings of a backup. */
final class SettingsCheck {
  private static final List<String> FORMATS =
      Arrays.stream(ArchiveFormat.values()).map(ArchiveFormat::id).toList();

  private final Checklist list;
  private final String field;

  SettingsCheck(Checklist list, String spec) {
    this.list = list;
    this.field = spec + ".settings";
  }

  /**
   * @param settings may be null
   * @param namespace of the resource
   */
  void check(Settings settings, String namespace) {
    Settings given = settings == null ? new Settings() : settings;
    if (given.volumeAccess != null) {
      method(given.volumeAccess.method);
    }
    if (given.archive != null) {
      archive(given.archive);
    }
    if (given.checksum != null) {
      list.oneOf(field + ".checksum.algorithm", given.checksum.algorithm, List.of("sha256"));
    }
    if (given.consistency != null) {
      consistency(given.consistency);
    }
    new EncryptionCheck(list, field).check(given.encryption, namespace);
  }

  private void method(String method) {
    list.oneOf(field + ".volumeAccess.method", method, List.of("mount"));
  }

  private void archive(Settings.Archive archive) {
    String at = field + ".archive";
    list.oneOf(at + ".format", archive.format, FORMATS);
    boolean known = archive.format == null || FORMATS.contains(archive.format);
    if (archive.compressionLevel == null || !known) {
      return;
    }
    ArchiveFormat format =
        archive.format == null ? ArchiveFormat.TAR_ZST : ArchiveFormat.of(archive.format);
    try {
      format.requireLevel(archive.compressionLevel);
    } catch (Failure e) {
      list.bad(
          at + ".compressionLevel",
          archive.compressionLevel,
          "is out of range for " + format.id(),
          e.hint().orElse(""));
    }
  }

  private void consistency(Settings.Consistency consistency) {
    if (consistency.command != null && !consistency.command.isEmpty()) {
      list.badUnseen(
          field + ".consistency.command",
          "is not supported yet: nothing is run inside your pods",
          "leave it out; consistency.enabled fails a backup whose files changed while read");
    }
    list.duration(field + ".consistency.timeout", consistency.timeout);
  }
}
