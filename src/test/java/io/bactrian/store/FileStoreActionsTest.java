package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreActionsTest {
  @TempDir Path root;
  @TempDir Path outside;
  private FileStoreActions actions;

  @BeforeEach
  void open() {
    actions = new FileStoreActions(root.toString());
  }

  @Test
  void put_withoutHardLinks_isStillCreateOnly() throws Exception {
    for (IOException refusal :
        List.of(
            new FileSystemException("a", "b", "Operation not permitted"),
            new FileSystemException("a", "b", "Invalid cross-device link"))) {
      FileStoreActions without =
          new FileStoreActions(
              root,
              (name, existing) -> {
                throw refusal;
              });
      Path file = Files.write(outside.resolve("f"), new byte[] {1, 2});
      assertThat(without.put("d/k", file.toFile(), 2)).isEqualTo(2);
      assertThatThrownBy(() -> without.put("d/k", file.toFile(), 2))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(keys("")).containsExactly("d/k");
      try (var left = Files.list(root.resolve("d"))) {
        assertThat(left).hasSize(1);
      }
      without.delete("d/k");
    }
  }

  @Test
  void put_withoutHardLinks_eightWriters_exactlyOneCreates() throws Exception {
    FileStoreActions without =
        new FileStoreActions(
            root,
            (name, existing) -> {
              throw new UnsupportedOperationException();
            });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Long>> puts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Path file = Files.write(outside.resolve("f" + i), new byte[i + 1]);
      puts.add(threads.submit(() -> without.put("d/k", file.toFile(), 1)));
    }
    int created = 0;
    for (Future<Long> put : puts) {
      try {
        put.get();
        created++;
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(FileAlreadyExistsException.class);
      }
    }
    threads.shutdown();
    assertThat(created).isEqualTo(1);
  }

  @Test
  void putAndDeleteOfOneDirectoryAtOnce_loseNothing() throws Exception {
    Path file = Files.write(outside.resolve("f"), new byte[3]);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> works = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String key = "a/b/c/" + t;
      works.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  actions.put(key, file.toFile(), 3);
                  actions.delete(key);
                }
                actions.put(key, file.toFile(), 3);
                return null;
              }));
    }
    for (Future<?> work : works) {
      work.get();
    }
    threads.shutdown();
    assertThat(keys("")).containsExactly("a/b/c/0", "a/b/c/1", "a/b/c/2", "a/b/c/3");
  }

  @Test
  void list_ofMoreNamesThanAChunk_isCompleteAndInOrder_inPagesOfAnySize() throws Exception {
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 2500; i++) {
      expected.add(make("d/" + (i * 7919 % 100_003)));
    }
    StringBuilder chain = new StringBuilder("d/x");
    for (int i = 0; i < 40; i++) {
      expected.add(make(chain + "/f"));
      chain.append(i % 2 == 0 ? '-' : '.');
    }
    expected.add(make("d/x0"));
    for (int limit : new int[] {1000, 333, 97}) {
      assertThat(pages("d/", limit)).containsExactlyElementsOf(expected);
    }
    assertThat(pages("d/x", 3))
        .containsExactlyElementsOf(expected.stream().filter(k -> k.startsWith("d/x")).toList());
  }

  @Test
  void localSpool_ofADeadProcess_isRemoved_andThatOfALivingOneIsNot() throws Exception {
    Path spools = root.resolve(FileStoreActions.SPOOL);
    Files.createDirectories(spools.resolve("spool-dead"));
    Files.write(spools.resolve("spool-dead/bundle"), new byte[9]);
    Files.createFile(spools.resolve("spool-dead.lock"));
    try (SpoolDirectory living = SpoolDirectory.open(spools)) {
      Files.write(living.path().resolve("mine"), new byte[1]);
      try (SpoolDirectory other = SpoolDirectory.open(spools)) {
        assertThat(living.path().resolve("mine")).exists();
        assertThat(other.path()).exists();
        assertThat(spools.resolve("spool-dead")).doesNotExist();
      }
    }
    try (var left = Files.list(spools)) {
      assertThat(left).isEmpty();
    }
  }

  private String make(String key) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    return key;
  }

  private List<String> keys(String prefix) throws IOException {
    return pages(prefix, 1000);
  }

  private List<String> pages(String prefix, int limit) throws IOException {
    List<String> keys = new ArrayList<>();
    String token = null;
    do {
      List<Map<String, Object>> page = actions.list(prefix, "", token, limit);
      page.forEach(object -> keys.add((String) object.get("key")));
      token = actions.token(page, limit);
    } while (token != null);
    return keys;
  }
}
