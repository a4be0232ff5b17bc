/** What went wrong, in classes by which a retry, an exit code and a person know what to do. */
package io.bactrian.engine.failure;
