package io.bactrian.engine.repo;

import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.List;

/** The directories below a prefix, found without listing what they hold. */
final class Directories {
  private Directories() {}

  /**
   * The distinct segments between the prefix and the next '/', in byte order. Costs about one page
   * a directory at worst.
   *
   * @param prefix "" or ending in '/'
   */
  static List<String> below(ObjectStore store, String prefix) {
    List<String> found = new ArrayList<>();
    String after = "";
    while (true) {
      Page page = store.list(prefix, after);
      for (Receipt receipt : page.objects()) {
        after = next(found, prefix, receipt.key(), after);
      }
      if (page.last()) {
        return found;
      }
    }
  }

  /** Where to go on: '0' follows '/', so {@code <directory>0} is behind all that it holds. */
  private static String next(List<String> found, String prefix, String key, String after) {
    if (key.compareTo(after) <= 0) {
      return after;
    }
    int slash = key.indexOf('/', prefix.length());
    if (slash < 0) {
      return key;
    }
    found.add(key.substring(prefix.length(), slash));
    return key.substring(0, slash) + "0";
  }
}
