package io.bactrian.engine.crypto;

import javax.crypto.Cipher;

/**
 * A cipher set up to turn stored bytes into plain ones.
 *
 * @param takesTag whether the message's tag is fed to it after the last byte
 * @param surplus how many bytes at the end of its output are no plaintext
 */
record MessageDecryptor(Cipher cipher, boolean takesTag, int surplus) {}
