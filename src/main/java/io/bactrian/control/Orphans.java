package io.bactrian.control;

import io.bactrian.api.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Between two tries of cleaning: not yet, or never again. A namespace that is being deleted does
 * not wait for ever for a store: what could not be cleaned in {@code Rules.orphanAfter} is written
 * down.
 */
final class Orphans {
  private Orphans() {}

  /** Empty: clean now. */
  static Optional<Step> next(BackupCase c) {
    if (!Phase.CLEAN_FAILED.is(c.status().phase)) {
      return Optional.empty();
    }
    Instant patience =
        Times.parse(c.status().cleanFailedAt).orElse(c.now()).plus(c.rules().orphanAfter());
    if (!c.now().isBefore(patience)) {
      Question<Boolean> ends = new Question.NamespaceEnds(c.namespace());
      Optional<Boolean> answer = c.facts().of(ends);
      if (answer.isEmpty()) {
        return Optional.of(new Step.Ask(ends));
      }
      if (answer.get()) {
        return Optional.of(orphan(c));
      }
    }
    return pause(c, patience);
  }

  private static Optional<Step> pause(BackupCase c, Instant patience) {
    String retryAt = c.status().cleanRetryAt;
    if (Times.due(retryAt, c.rules().maxClean(), c.now())) {
      return Optional.empty();
    }
    Instant retry = Times.parse(retryAt).orElse(c.now());
    boolean sooner = c.now().isBefore(patience) && patience.isBefore(retry);
    return Optional.of(Step.Wait.until(sooner ? patience : retry));
  }

  private static Step orphan(BackupCase c) {
    String why = "uid " + c.uid() + " in " + place(c.spec().storage) + ": " + failure(c);
    for (String path : Cleaning.paths(c)) {
      Optional<Step> keep = Protection.once(c, Optional.of(new Step.KeepOrphan(path, why)));
      if (keep.isPresent()) {
        return keep.get();
      }
    }
    return Cleaning.over(
        c,
        Keywords.ORPHANED,
        true,
        "namespace "
            + c.namespace()
            + " ends, and cleaning did not succeed in "
            + c.rules().orphanAfter()
            + "; left for prune: "
            + Cleaning.paths(c));
  }

  private static String failure(BackupCase c) {
    String message = c.status().failure == null ? null : c.status().failure.message;
    return message == null ? "" : Texts.cut(message, 256);
  }

  /** Where the repository is, for whoever prunes it; holds no secret. */
  static String place(Storage storage) {
    List<String> parts = new ArrayList<>();
    parts.add(storage.provider);
    part(parts, "endpoint", storage.endpoint);
    part(parts, "region", storage.region);
    part(parts, "account", storage.account);
    part(parts, "bucket", storage.bucket);
    part(parts, "container", storage.container);
    part(parts, "prefix", storage.prefix);
    part(parts, "path", storage.path);
    return String.join(" ", parts);
  }

  private static void part(List<String> parts, String name, String value) {
    if (value != null) {
      parts.add(name + "=" + value);
    }
  }
}
