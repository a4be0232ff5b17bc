package io.bactrian.cluster.directory;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The members of a Secret document. Prints nothing of their values. */
final class SecretValues {
  private static final Pattern MEMBER = Pattern.compile("[-_a-zA-Z0-9][-._a-zA-Z0-9]*");

  private SecretValues() {}

  /** IllegalArgumentException, naming the member, where one is malformed. */
  static Map<String, byte[]> of(Secret secret) {
    Map<String, byte[]> values = new TreeMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((member, value) -> values.put(name(member), decoded(member, value)));
    }
    if (secret.getStringData() != null) {
      secret
          .getStringData()
          .forEach(
              (member, value) ->
                  values.put(
                      name(member),
                      value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8)));
    }
    return values;
  }

  private static String name(String member) {
    if (!isMember(member)) {
      throw new IllegalArgumentException("'" + member + "' is no name for a member");
    }
    return member;
  }

  /** Whether it can be a member's name, and so a file's. */
  static boolean isMember(String name) {
    return MEMBER.matcher(name).matches();
  }

  private static byte[] decoded(String member, String value) {
    try {
      return Base64.getMimeDecoder().decode(value == null ? "" : value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("data." + member + " is not base64", e);
    }
  }
}
