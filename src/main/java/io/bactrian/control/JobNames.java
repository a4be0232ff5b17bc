package io.bactrian.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of Jobs; at most 63 characters, given that names of Backups and Restores take 55. */
public final class JobNames {
  private static final int LONGEST = 63;
  private static final int HASH = 10;

  private JobNames() {}

  public static JobKey backup(String namespace, String name) {
    return new JobKey(namespace, "backup-" + name);
  }

  public static JobKey restore(String namespace, String name) {
    return new JobKey(namespace, "restore-" + name);
  }

  /**
   * The Job that cleans, in a namespace it shares with those of all others: the name ends in a hash
   * of both, so that no two Backups share one.
   */
  public static JobKey clean(String where, String namespace, String name) {
    String hash = hash(namespace + "/" + name);
    String head = "clean-" + namespace + "-" + name.replace('.', '-');
    int room = LONGEST - HASH - 1;
    String cut = head.length() > room ? head.substring(0, room) : head;
    return new JobKey(where, cut.replaceAll("-+$", "") + "-" + hash);
  }

  private static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
