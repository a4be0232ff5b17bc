package io.bactrian.cluster;

import io.bactrian.api.SecretReference;
import io.bactrian.control.SecretFact;
import io.bactrian.control.SecretUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of users, and keys and copies of our making. Thread-safe; looks are live. Values are
 * secret: never logged. A reference without a namespace means the asking one.
 */
public interface Secrets {

  /**
   * Whether the asking namespace may use the Secret, and all of the members are there and not
   * empty.
   */
  SecretFact fact(String askingNamespace, SecretReference secret, List<String> members);

  /**
   * Members of a Secret that may be used ({@link #fact} says so); empty where it may not, or is not
   * there.
   */
  Optional<Map<String, byte[]>> read(String askingNamespace, SecretReference secret);

  /** Creates it with one random key as 64 hex digits, unless a Secret of that name exists. */
  void makeKey(String namespace, SecretReference secret, String member);

  /**
   * Copies the Secret's members into {@code copy}, replacing what is there; nothing where the
   * Secret is gone, or must not be used by that namespace any more.
   */
  void keep(String askingNamespace, SecretUse secret, SecretReference copy);

  /** Deletes such a copy; nothing where there is none. */
  void drop(SecretReference copy);
}
