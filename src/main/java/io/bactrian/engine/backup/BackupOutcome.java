package io.bactrian.engine.backup;

import io.bactrian.engine.repo.Manifest;

/**
 * A committed run.
 *
 * @param manifest what it holds and cost
 * @param bundles that were encoded
 * @param unclean whether something changed or vanished while it was read: exit 3
 * @param notice what a person should know besides, "" where there is nothing
 */
public record BackupOutcome(Manifest manifest, long bundles, boolean unclean, String notice) {}
