package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.failure.FailureClass;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileStoreTest extends StoreContract {
  private static final String PREFIX = "team/x";

  @Override
  protected RepositorySettings settings() {
    return new RepositorySettings("disk", "file", PREFIX, Map.of("path", root().toString()));
  }

  private Path root() {
    return scratch.resolve("repo with space");
  }

  @Override
  protected RepositorySettings missing() {
    return new RepositorySettings(
        "none", "file", "", Map.of("path", scratch.resolve("no/such/dir").toString()));
  }

  @Override
  protected boolean reportsChecksum() {
    return false;
  }

  @Override
  protected void putByHand(String key, byte[] content) throws Exception {
    Path file = root().resolve(PREFIX).resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @org.junit.jupiter.api.BeforeEach
  void makeRoot() throws Exception {
    Files.createDirectories(root());
  }

  @Test
  void open_touchesNothing_andTheFirstPutMakesTheDirectory() throws Exception {
    Path fresh = scratch.resolve("fresh");
    try (KameletStore other =
        Stores.open(
            camel, new RepositorySettings("f", "file", "", Map.of("path", fresh.toString())))) {
      assertThat(fresh).doesNotExist();
      assertClass(FailureClass.NO_SUCH_BUCKET, () -> other.list("", ""));
      assertThat(fresh).doesNotExist();
      other.put("a", new byte[1]);
      assertThat(fresh.resolve("a")).exists();
    }
  }

  @Test
  void put_ofAFileInTheLocalSpool_isALinkNotACopy() throws Exception {
    Path spooled = store.localSpool().get().resolve("bundle-17");
    byte[] content = random(1000);
    Files.write(spooled, content);
    Object inode = Files.getAttribute(spooled, "unix:ino");
    store.put("ns/a", spooled, content.length, Receipts.hash(content));
    Files.delete(spooled);
    Path stored = root().resolve(PREFIX).resolve("ns/a");
    assertThat(Files.getAttribute(stored, "unix:ino", LinkOption.NOFOLLOW_LINKS)).isEqualTo(inode);
    assertThat(keys(store, "")).containsExactly("ns/a");
  }

  @Test
  void delete_ofTheLastObject_leavesNoDirectory() throws Exception {
    put("ns/db/run/data/a", random(1));
    put("ns/db/run/index/a", random(1));
    store.delete("ns/db/run/data/a");
    assertThat(root().resolve(PREFIX).resolve("ns/db/run/data")).doesNotExist();
    store.delete("ns/db/run/index/a");
    assertThat(root().resolve("team")).doesNotExist();
    assertThat(root()).exists();
  }

  @Test
  void close_leavesNoSpool() throws Exception {
    store.localSpool();
    store.put("ns/a", new byte[1]);
    store.close();
    try (var left = Files.list(root().resolve(FileStoreActions.SPOOL))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void hiddenFilesAndLinks_areNoObjects() throws Exception {
    putByHand("ns/.hidden", new byte[1]);
    putByHand("ns/plain", new byte[1]);
    Files.createSymbolicLink(root().resolve(PREFIX).resolve("ns/link"), Path.of("/etc/passwd"));
    assertThat(keys(store, "")).containsExactly("ns/plain");
    assertClass(FailureClass.NOT_FOUND, () -> store.get("ns/link", 0, -1));
    assertThat(store.head("ns/link")).isEmpty();
  }
}
