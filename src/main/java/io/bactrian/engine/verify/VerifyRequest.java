package io.bactrian.engine.verify;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.work.Progress;
import java.util.Optional;
import java.util.function.Function;

/**
 * What to look at, and how closely.
 *
 * @param sealed the manifest, compared with where it was found
 * @param once tries everything once: the routes retry
 * @param retrying for everything else
 * @param ciphers what opens objects of a data-key-id; not asked for "-"
 * @param share how much of the data is read; empty: none
 * @param day since the epoch: which share it is
 * @param concurrency objects fetched at once
 * @param attempts how often one object is tried, for the log
 */
public record VerifyRequest(
    SealedManifest sealed,
    ObjectStore once,
    ObjectStore retrying,
    Function<String, Cipherer> ciphers,
    Optional<Share> share,
    long day,
    int concurrency,
    int attempts,
    Progress progress) {}
