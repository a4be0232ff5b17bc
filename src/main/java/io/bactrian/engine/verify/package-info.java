/** One look at a backup, without restoring it. */
package io.bactrian.engine.verify;
