package io.bactrian.control;

/** Whether a Secret may be used, as far as a GET tells. */
public enum SecretFact {
  USABLE,
  MISSING,
  /** It is there without the member that is needed, or the member is empty. */
  MEMBER_MISSING,
  /** Of another namespace, and its annotation does not name the asking one. */
  NOT_ALLOWED
}
