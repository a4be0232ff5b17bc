package io.bactrian.engine.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.read.PathRules;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount point cannot be renamed: it is refused before the first rename, not at the third. */
class MountsTest {
  private static final String TABLE =
      """
      21 1 8:1 / / rw - ext4 /dev/a rw
      22 21 0:5 / /srv/data rw,nosuid shared:2 - tmpfs tmpfs rw
      23 22 0:6 / /srv/data/deep/two\\040words rw - tmpfs tmpfs rw
      24 22 0:6 / /srv/data/lat\u00e9 rw - tmpfs tmpfs rw
      25 21 0:7 / /srv/database rw - tmpfs tmpfs rw
      """;

  @TempDir Path target;

  @Test
  void below_aDirectory_areThoseInIt() {
    assertThat(below("/srv/data")).containsExactly("deep/two words", "lat\u00e9");
    assertThat(below("/srv")).hasSize(4).contains("data", "database");
    assertThat(below("/")).hasSize(4).contains("srv/data");
    assertThat(below("/srv/data/deep/two words")).isEmpty();
    assertThat(below("/srv/dat")).isEmpty();
  }

  @Test
  void below_theRootOfThisMachine_isProc() {
    assertThat(Mounts.below(Path.of("/")).stream().map(PathRules::text)).contains("proc");
    assertThat(Mounts.below(target)).isEmpty();
  }

  @Test
  void replace_overAMountPoint_isRefused() {
    assertThatThrownBy(() -> TargetCheck.requireReplaceable(target, List.of(bytes("data"))))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE))
        .hasMessageContaining("'data'");
    assertThatCode(() -> TargetCheck.requireReplaceable(target, List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void merge_intoAMountPoint_isRefusedAndBesideItIsNot() throws Exception {
    Files.createDirectories(target.resolve("data"));
    TargetCheck check = new TargetCheck(target, List.of(bytes("data")));
    check.requireMergeable(entry("data", EntryType.DIRECTORY));
    check.requireMergeable(entry("database", EntryType.FILE));
    assertThatThrownBy(() -> check.requireMergeable(entry("data/f", EntryType.FILE)))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE))
        .hasMessageContaining("'data/f'")
        .hasMessageContaining("mounted");
  }

  private static List<String> below(String directory) {
    return Mounts.below(bytes(directory), bytes(TABLE)).stream()
        .map(found -> new String(found, ISO_8859_1))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static Entry entry(String path, EntryType type) {
    byte[] none = new byte[0];
    return new Entry(
        bytes(path), type, 0, 0700, 0, 0, "", "", 0, 0, 0, 0, 0, none, new TreeMap<>());
  }
}
