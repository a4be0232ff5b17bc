package io.bactrian.engine.repo;

/**
 * A manifest as it is stored, checked against its own hash.
 *
 * @param sha256 its own {@code sha256} member
 * @param mac its MAC, or null without encryption
 * @param authentic whether the MAC was compared with a key
 */
public record SealedManifest(Manifest manifest, String sha256, String mac, boolean authentic) {}
