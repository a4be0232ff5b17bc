package io.bactrian.store;

/**
 * Names of the exchange variables that a store Kamelet is driven by and answers with; the contract
 * of docs/kamelets.md.
 */
final class StoreVariables {
  /** put, get, head, list, delete. */
  static final String OPERATION = "storeOperation";

  /** Name of the Kamelet to call. */
  static final String KAMELET = "storeKamelet";

  /** Id of the Kamelet's instance. */
  static final String INSTANCE = "storeInstance";

  /** The whole key, prefix included; plain. */
  static final String KEY = "storeKey";

  /** put: the java.io.File to store. */
  static final String FILE = "storeFile";

  /** put: its length, a Long. */
  static final String LENGTH = "storeLength";

  /** put: its SHA-256, 64 hex digits. */
  static final String SHA256 = "storeSha256";

  /** put: the same in base64. */
  static final String SHA256_BASE64 = "storeSha256Base64";

  /** get: first byte, a Long. */
  static final String OFFSET = "storeOffset";

  /** get: number of bytes, a Long; -1 for the rest. */
  static final String COUNT = "storeCount";

  /** get: the same as an HTTP range, {@code bytes=0-99}; not set for the whole object. */
  static final String RANGE = "storeRange";

  /** list: what keys begin with; plain but for a slash at the end. */
  static final String PREFIX = "storePrefix";

  /** list: keys after this one, "" for the first page. */
  static final String AFTER = "storeAfter";

  /** list: at most so many, an Integer. */
  static final String LIMIT = "storeLimit";

  /**
   * list: opaque, from the page before; not set for a first page. Answer: not set on the last page.
   */
  static final String TOKEN = "storeToken";

  /** Answer of put and head: a Long. */
  static final String RECEIPT_LENGTH = "receiptLength";

  /** Answer of put and head: hex or base64. */
  static final String RECEIPT_SHA256 = "receiptSha256";

  /** Answer of get, an exchange property: Camel would copy a stream in a variable into memory. */
  static final String STREAM_PROPERTY = "storeStream";

  /** Answer of list: a List of Maps with "key" and "length". */
  static final String PAGE = "storePage";

  private StoreVariables() {}
}
