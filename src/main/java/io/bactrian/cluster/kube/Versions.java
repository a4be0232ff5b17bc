package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Compares resourceVersions of one kind: decimal numbers that only grow, as Kubernetes says. */
final class Versions {
  private Versions() {}

  /** Whether {@code a} is surely later than {@code b}; false where either is no number. */
  static boolean isNewer(HasMetadata a, HasMetadata b) {
    return isNewer(a.getMetadata().getResourceVersion(), b.getMetadata().getResourceVersion());
  }

  static boolean isNewer(String a, String b) {
    if (!isNumber(a) || !isNumber(b)) {
      return false;
    }
    return a.length() != b.length() ? a.length() > b.length() : a.compareTo(b) > 0;
  }

  private static boolean isNumber(String version) {
    return version != null
        && !version.isEmpty()
        && version.charAt(0) != '0'
        && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
