package io.bactrian.control;

import java.util.List;

/**
 * A Secret that a worker mounts. Of another namespace: these members only are copied into one that
 * the Job owns.
 *
 * @param members to mount; empty: all that it has
 */
public record SecretUse(String namespace, String name, List<String> members) {
  public SecretUse {
    members = List.copyOf(members);
  }
}
