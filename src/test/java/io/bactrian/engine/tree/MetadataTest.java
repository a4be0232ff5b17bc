package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bactrian.engine.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
  private static final long TIME = 1_234_567_890_123_456_789L;

  @TempDir Path dir;

  @Test
  void apply_file_modeWithSetuidAndTimeToTheNanosecond() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    Stat own = Stat.of(file);
    assertThat(Metadata.apply(file, entry(EntryType.FILE, 06510, own.uid(), own.gid()), true))
        .isEmpty();
    assertThat(Stat.of(file).mode() & 07777).isEqualTo(06510);
    assertThat(Stat.of(file).mtime()).isEqualTo(TIME);
  }

  @Test
  void apply_unreadableMode_stillGetsItsTime() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    Stat own = Stat.of(file);
    assertThat(Metadata.apply(file, entry(EntryType.FILE, 0, own.uid(), own.gid()), false))
        .isEmpty();
    assertThat(Stat.of(file).mode() & 07777).isZero();
    assertThat(Stat.of(file).mtime()).isEqualTo(TIME);
  }

  @Test
  void apply_ownerAsRoot_survivesWithSetuid() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    assumeThat(Stat.of(file).uid()).as("runs as root").isZero();
    assertThat(Metadata.apply(file, entry(EntryType.FILE, 04755, 3_000_000_000L, 12), true))
        .isEmpty();
    Stat now = Stat.of(file);
    assertThat(List.of(now.uid(), now.gid())).containsExactly(3_000_000_000L, 12L);
    assertThat(now.mode() & 07777).isEqualTo(04755);
  }

  @Test
  void apply_ownerNotPermitted_saysSoAndLeavesSetuidOff() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    Stat own = Stat.of(file);
    List<Metadata.NotApplied> missing =
        Metadata.apply(file, entry(EntryType.FILE, 04755, own.uid() + 1, own.gid()), false);
    assertThat(missing.stream().map(Metadata.NotApplied::part))
        .containsExactly(Metadata.Part.OWNER, Metadata.Part.MODE);
    assertThat(Stat.of(file).mode() & 07777).isEqualTo(0755);
  }

  @Test
  void apply_symlink_touchesTheLinkNotItsTarget() throws Exception {
    Path target = Files.createFile(dir.resolve("target"));
    Stat before = Stat.of(target);
    Path link = Files.createSymbolicLink(dir.resolve("link"), target);
    assertThat(
            Metadata.apply(link, entry(EntryType.SYMLINK, 0700, before.uid(), before.gid()), true))
        .isEmpty();
    assertThat(Stat.of(target)).isEqualTo(before);
    assertThat(Stat.of(link).mtime()).isEqualTo(TIME / 1000 * 1000);
  }

  @Test
  void apply_fileEntryOnASymlink_doesNotFollow() throws Exception {
    Path target = Files.createFile(dir.resolve("target"));
    Stat before = Stat.of(target);
    Path link = Files.createSymbolicLink(dir.resolve("link"), target);
    Metadata.apply(link, entry(EntryType.FILE, 0700, before.uid(), before.gid()), true);
    assertThat(Stat.of(target)).isEqualTo(before);
  }

  @Test
  void apply_fifo_isNotWaitedFor() throws Exception {
    Path fifo = dir.resolve("fifo");
    Samples.run("mkfifo", "-m", "600", fifo.toString());
    Stat own = Stat.of(fifo);
    List<Metadata.NotApplied> missing =
        Metadata.apply(fifo, entry(EntryType.FIFO, 0640, own.uid(), own.gid()), true);
    assertThat(missing.stream().map(Metadata.NotApplied::part))
        .containsExactly(Metadata.Part.TIMES);
    assertThat(Stat.of(fifo).mode() & 07777).isEqualTo(0640);
  }

  @Test
  void apply_fifoThatHasItsTime_isNotReported() throws Exception {
    Path fifo = dir.resolve("fifo");
    Samples.run("mkfifo", "-m", "600", fifo.toString());
    Samples.run("touch", "-d", "2009-02-13T23:31:30.123456789Z", fifo.toString());
    Stat own = Stat.of(fifo);
    assertThat(Metadata.apply(fifo, entry(EntryType.FIFO, 0640, own.uid(), own.gid()), true))
        .isEmpty();
  }

  @Test
  void apply_timeBefore1970_keepsWholeSecondsAndSaysWhatIsLost() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    Stat own = Stat.of(file);
    assertThat(Metadata.apply(file, entryAt(-2_000_000_000L, own), true)).isEmpty();
    assertThat(Stat.of(file).mtime()).isEqualTo(-2_000_000_000L);
    assertThat(
            Metadata.apply(file, entryAt(-1_500_000_000L, own), true).stream()
                .map(Metadata.NotApplied::part))
        .containsExactly(Metadata.Part.TIMES);
    assertThat(Stat.of(file).mtime()).isEqualTo(-2_000_000_000L);
  }

  @Test
  void apply_foreignAttribute_isReported() throws Exception {
    Path file = Files.createFile(dir.resolve("f"));
    Stat own = Stat.of(file);
    Entry entry = entryAt(TIME, own, Map.of("security.capability", new byte[20]));
    assertThat(Metadata.apply(file, entry, true).stream().map(Metadata.NotApplied::part))
        .containsExactly(Metadata.Part.XATTRS);
  }

  @Test
  void apply_nothingThere_failsAndNamesIt() {
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> Metadata.apply(missing, entry(EntryType.FILE, 0, 0, 0), true))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(missing.toString());
  }

  private static Entry entryAt(long mtime, Stat own) {
    return entryAt(mtime, own, Map.of());
  }

  private static Entry entryAt(long mtime, Stat own, Map<String, byte[]> xattrs) {
    return Samples.entry(
        Samples.bytes("f"),
        EntryType.FILE,
        0,
        0644,
        own.uid(),
        own.gid(),
        "",
        "",
        mtime,
        new byte[0],
        xattrs);
  }

  private static Entry entry(EntryType type, int mode, long uid, long gid) {
    return Samples.entry(
        Samples.bytes("f"), type, 0, mode, uid, gid, "", "", TIME, new byte[0], Map.of());
  }
}
