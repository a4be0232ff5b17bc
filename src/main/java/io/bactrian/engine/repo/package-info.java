/** A name in a repository: its runs, their manifests, its lock, commit and deletion. */
package io.bactrian.engine.repo;
