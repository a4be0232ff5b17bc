package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of numeric owners, looked up once each. Safe for many threads. */
final class OwnerNames {
  private static final int MAX_KNOWN = 10_000;

  private final Map<Long, String> users = new ConcurrentHashMap<>();
  private final Map<Long, String> groups = new ConcurrentHashMap<>();

  /** The name of the user who owns this file, "" where the system knows none. */
  String user(Path file, long uid) throws IOException {
    String known = users.get(uid);
    return known != null ? known : lookUp(users, file, uid, "uid", "owner");
  }

  /** The name of the file's group, "" where the system knows none. */
  String group(Path file, long gid) throws IOException {
    String known = groups.get(gid);
    return known != null ? known : lookUp(groups, file, gid, "gid", "group");
  }

  /**
   * The JDK gives names only with a file; the id beside it tells whether it is still that one's.
   */
  private static String lookUp(
      Map<Long, String> known, Path file, long id, String idName, String principalName)
      throws IOException {
    Map<String, Object> seen =
        Files.readAttributes(
            file, "unix:" + idName + "," + principalName, LinkOption.NOFOLLOW_LINKS);
    int raw = (Integer) seen.get(idName);
    if ((raw & 0xffffffffL) != id) {
      return "";
    }
    String name = ((Principal) seen.get(principalName)).getName();
    boolean isNumber = name.equals(Long.toString(id)) || name.equals(Integer.toString(raw));
    String result = isNumber || name.indexOf('\uFFFD') >= 0 ? "" : name;
    if (known.size() < MAX_KNOWN) {
      known.put(id, result);
    }
    return result;
  }
}
