/** Compression: every chunk becomes a member that can be opened by itself. */
package io.bactrian.engine.codec;
