package io.bactrian.engine.backup;

import io.bactrian.engine.repo.Manifest;

/**
 * A committed run.
 *
 * @param manifest what it holds and cost
 * @param bundles that were encoded
 * @param unclean whether something changed or vanished while it was read: exit 3
 * @param swept whether nothing is left of the name that no committed run needs
 * @param notice what a person should know besides, "" where there is nothing
 */
public record BackupOutcome(
    Manifest manifest, long bundles, boolean unclean, boolean swept, String notice) {}
