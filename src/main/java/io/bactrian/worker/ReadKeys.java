package io.bactrian.worker;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.Ciphers;
import io.bactrian.engine.crypto.DataKey;
import io.bactrian.engine.crypto.KeyRing;
import io.bactrian.engine.crypto.ManifestMac;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.ManifestTrust;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.store.ObjectStore;
import java.util.Optional;

/** The keys that a name is read with. */
public final class ReadKeys {
  private final Layout layout;
  private final ManifestTrust withoutKey;
  private final Optional<KeyRing> ring;

  private ReadKeys(Layout layout, ManifestTrust withoutKey, Optional<KeyRing> ring) {
    this.layout = layout;
    this.withoutKey = withoutKey;
    this.ring = ring;
  }

  /** WRONG_KEY where a key is given and opens nothing of the name. */
  public static ReadKeys open(ObjectStore store, Layout layout, Optional<SecretKeyBytes> key) {
    if (key.isEmpty()) {
      return new ReadKeys(layout, Repository.trustWithoutKey(store, layout), Optional.empty());
    }
    return new ReadKeys(
        layout, null, Optional.of(KeyRing.open(store, layout.toString(), key.get())));
  }

  /** With the key MACs are checked; without, only that they are there. */
  public ManifestTrust trust() {
    return ring.isEmpty()
        ? withoutKey
        : ManifestTrust.withKey(
            id -> {
              SecretKeyBytes dataKey = dataKey(id).key();
              return covered -> ManifestMac.of(dataKey, layout.namespace(), layout.name(), covered);
            });
  }

  /** USAGE where the run is encrypted and no key was given. */
  public void requireFor(String algorithm) {
    if (ring.isEmpty() && !algorithm.equals("none")) {
      throw Failure.usage(
          "'" + layout + "' is encrypted, and --key-file is missing",
          "give the key file that the backup was made with");
    }
  }

  public Cipherer cipherer(String dataKeyId) {
    return dataKeyId.equals("-") ? Ciphers.none() : dataKey(dataKeyId).cipherer();
  }

  private DataKey dataKey(String id) {
    return ring.flatMap(keys -> keys.dataKey(id))
        .orElseThrow(
            () ->
                Failure.of(
                    FailureClass.CORRUPT,
                    "data key " + id + " of '" + layout + "' is missing",
                    "put its file back into '"
                        + layout
                        + "/keys' from a copy of the repository: without it this backup stays"
                        + " closed"));
  }
}
