package io.bactrian.storm;

import io.bactrian.testing.AuditLog;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest piece of what {@code deploy/rbac/operator.yaml} grants.
 *
 * @param everywhere by the ClusterRole; false: by the Role of the operator's own namespace
 * @param group empty: the core group
 * @param resource with its subresource
 * @param name of the only object; empty: any
 */
record Right(boolean everywhere, String group, String resource, String verb, String name) {
  private static final Path SHIPPED = Path.of("deploy", "rbac", "operator.yaml");
  private static final String ROLE = "bactrian-operator";

  /** All of them, as shipped. */
  static List<Right> granted(KubernetesClient client) {
    List<Right> rights = new ArrayList<>();
    for (HasMetadata object : shipped(client)) {
      if (object instanceof ClusterRole role) {
        role.getRules().forEach(rule -> add(rights, true, rule));
      } else if (object instanceof Role role) {
        role.getRules().forEach(rule -> add(rights, false, rule));
      }
    }
    return rights;
  }

  private static List<HasMetadata> shipped(KubernetesClient client) {
    try (InputStream in = Files.newInputStream(SHIPPED)) {
      return client.load(in).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<Right> rights, boolean everywhere, PolicyRule rule) {
    List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          names.forEach(name -> rights.add(new Right(everywhere, group, resource, verb, name)));
        }
      }
    }
  }

  /** The operator has these rights and no other, from now on (the authorizer hears of it soon). */
  static void grant(KubernetesClient admin, List<Right> rights) {
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(ROLE)
                .endMetadata()
                .withRules(rules(rights, true))
                .build())
        .update();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(StormSite.SYSTEM)
                .withName(ROLE)
                .endMetadata()
                .withRules(rules(rights, false))
                .build())
        .update();
  }

  private static List<PolicyRule> rules(List<Right> rights, boolean everywhere) {
    return rights.stream()
        .filter(right -> right.everywhere == everywhere)
        .map(
            right ->
                new PolicyRuleBuilder()
                    .withApiGroups(right.group)
                    .withResources(right.resource)
                    .withVerbs(right.verb)
                    .withResourceNames(right.name.isEmpty() ? List.of() : List.of(right.name))
                    .build())
        .toList();
  }

  /** Whether a request is allowed by this. */
  boolean allows(AuditLog.Asked request) {
    return request.verb().equals(verb)
        && request.group().equals(group)
        && request.resource().equals(resource)
        && (everywhere || request.namespace().equals(StormSite.SYSTEM))
        && (name.isEmpty() || request.name().equals(name));
  }

  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " " + name)
        + (everywhere ? "" : " in " + StormSite.SYSTEM);
  }
}
