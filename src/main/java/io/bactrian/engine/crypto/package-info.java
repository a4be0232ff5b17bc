/**
 * Keys and ciphers. A key-encryption key wraps data keys, a data key encrypts objects, and every
 * algorithm opens with a stock tool.
 */
package io.bactrian.engine.crypto;
