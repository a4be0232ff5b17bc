package io.bactrian.control;

import io.bactrian.api.ClaimReference;
import java.util.Arrays;
import java.util.List;

/** Directories and files that a spec names. */
final class PathCheck {
  private static final String DOWN_HINT = "name a directory below the claim's root, without '..'";

  private static final String RELATIVE_HINT =
      "name it relative to the directory that was backed up, as letters/2026: without a leading '/'"
          + " and without '..'";

  private final Checklist list;
  private final boolean machinePaths;

  /**
   * @param machinePaths whether a path without a claim is one of this machine; else a claim is
   *     required
   */
  PathCheck(Checklist list, boolean machinePaths) {
    this.list = list;
    this.machinePaths = machinePaths;
  }

  /** A claim and a directory in it, or a directory of this machine. */
  void place(String field, ClaimReference claim, String path) {
    if (claim != null) {
      list.objectName(
          field + ".persistentVolumeClaim.claimName",
          claim.claimName,
          "name the PersistentVolumeClaim");
    } else if (!machinePaths) {
      list.missing(
          field + ".persistentVolumeClaim", "name a claim: persistentVolumeClaim: {claimName: …}");
    } else if (list.require(field + ".path", path, "name a claim, or an absolute path")
        && !path.startsWith("/")) {
      list.bad(field + ".path", path, "is not absolute", "without a claim, use an absolute path");
    }
    if (path != null && leadsOut(path)) {
      list.bad(field + ".path", path, "leads out of its place", DOWN_HINT);
    }
  }

  /** Files of a backup, relative to its root. */
  void relative(String field, List<String> paths) {
    for (int i = 0; paths != null && i < paths.size(); i++) {
      String path = paths.get(i);
      if (Checklist.isBlank(path)) {
        list.missing(field + "[" + i + "]", RELATIVE_HINT);
      } else if (path.startsWith("/") || leadsOut(path) || hasEmptyName(path)) {
        list.bad(
            field + "[" + i + "]", path, "is not relative to the backup's root", RELATIVE_HINT);
      }
    }
  }

  private static boolean leadsOut(String path) {
    return path.indexOf('\0') >= 0 || names(path).contains("..");
  }

  private static boolean hasEmptyName(String path) {
    List<String> names = names(path);
    return names.subList(0, names.size() - 1).contains("");
  }

  private static List<String> names(String path) {
    return Arrays.asList(path.split("/", -1));
  }
}
