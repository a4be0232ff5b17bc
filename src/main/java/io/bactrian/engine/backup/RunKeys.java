package io.bactrian.engine.backup;

import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.Ciphers;
import io.bactrian.engine.crypto.DataKey;
import io.bactrian.engine.crypto.KeyRing;
import io.bactrian.engine.crypto.ManifestMac;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.MacKey;
import io.bactrian.engine.repo.ManifestTrust;
import io.bactrian.engine.store.ObjectStore;
import java.util.Optional;
import java.util.Set;

/** The keys of one run: which it encrypts with, which it can open. Without encryption, none. */
final class RunKeys {
  static final String NO_KEY = "-";

  private final Layout layout;
  private final Algorithm algorithm;
  private final Optional<KeyRing> ring;
  private DataKey current;

  private RunKeys(Layout layout, Algorithm algorithm, Optional<KeyRing> ring) {
    this.layout = layout;
    this.algorithm = algorithm;
    this.ring = ring;
  }

  /** WRONG_KEY or USAGE where the name's keys and what was asked do not go together. */
  static RunKeys open(BackupRequest.Packing packing, ObjectStore store, Layout layout) {
    String nameDir = layout.toString();
    if (!packing.algorithm().encrypts()) {
      if (KeyRing.hasKeys(store, nameDir)) {
        throw Failure.usage(
            "'"
                + nameDir
                + "' is encrypted, and --no-encryption would put plain runs among its own",
            "give its --key-file, or use a new --name");
      }
      return new RunKeys(layout, packing.algorithm(), Optional.empty());
    }
    KeyRing ring = KeyRing.open(store, nameDir, packing.kek().orElseThrow());
    return new RunKeys(layout, packing.algorithm(), Optional.of(ring));
  }

  /**
   * Chooses the data key of the run: that of the last run where it fits, else another of the same
   * family, else a new one, stored before this returns.
   */
  void choose(Optional<String> lastDataKeyId) {
    if (ring.isEmpty()) {
      return;
    }
    KeyRing keys = ring.get();
    current =
        lastDataKeyId
            .filter(keys.ids()::contains)
            .flatMap(keys::dataKey)
            .filter(key -> key.family() == algorithm)
            .or(() -> keys.first(algorithm))
            .orElseGet(() -> keys.create(algorithm));
  }

  /** "-" without encryption. */
  String dataKeyId() {
    return current == null ? NO_KEY : current.id();
  }

  String kekId() {
    return ring.map(KeyRing::kekId).orElse(NO_KEY);
  }

  /** What the data key's file is called in {@code keys/}; null without encryption. */
  String fileName() {
    return current == null ? null : current.id() + "." + kekId() + algorithm.extension();
  }

  /** Encrypts the run's own objects. */
  Cipherer cipherer() {
    return current == null ? Ciphers.none() : current.cipherer();
  }

  /** Opens objects of any run under a data key of the name. */
  Cipherer cipherer(String dataKeyId) {
    if (dataKeyId.equals(NO_KEY)) {
      return Ciphers.none();
    }
    return dataKey(dataKeyId).cipherer();
  }

  /** Ids of keys that open what may be referred to. */
  Set<String> openable() {
    return ring.map(KeyRing::ids).orElse(Set.of(NO_KEY));
  }

  /** Signs the run's manifest; null without encryption. */
  MacKey macKey() {
    return current == null ? null : macKey(current);
  }

  ManifestTrust trust() {
    return ring.isEmpty()
        ? ManifestTrust.withoutKey(false)
        : ManifestTrust.withKey(id -> macKey(dataKey(id)));
  }

  private DataKey dataKey(String id) {
    return ring.flatMap(keys -> keys.dataKey(id))
        .orElseThrow(() -> Failure.corrupt("data key " + id + " of '" + layout + "' is missing"));
  }

  private MacKey macKey(DataKey key) {
    return covered -> ManifestMac.of(key.key(), layout.namespace(), layout.name(), covered);
  }
}
