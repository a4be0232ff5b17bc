package io.bactrian.control;

import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether all that a valid spec names is there and may be used, before anything is stopped. */
final class RestorePreflight {
  private RestorePreflight() {}

  static Step check(RestoreCase c, RestoreOrigin origin, Supplier<Step> then) {
    return provider(
        c,
        origin.storage().provider,
        () ->
            secret(
                c,
                origin.storageSecret(),
                List.of(),
                "storage.secretRef",
                () ->
                    secret(
                        c,
                        origin.keySecret(),
                        origin.key().map(key -> List.of(key.keyField)).orElse(List.of()),
                        "settings.encryption",
                        () ->
                            claim(c, origin.repositoryClaim(), () -> claim(c, c.claim(), then)))));
  }

  private static Step provider(RestoreCase c, String provider, Supplier<Step> then) {
    if (BackupCheck.isBuiltIn(provider)) {
      return then.get();
    }
    Problem unknown = BackupCheck.unknownProvider("spec.storage.provider", provider);
    return c.given(
        new Question.Provider(provider), known -> known ? then.get() : c.invalid(List.of(unknown)));
  }

  private static Step claim(RestoreCase c, Optional<String> claim, Supplier<Step> then) {
    if (claim.isEmpty()) {
      return then.get();
    }
    return c.given(
        new Question.Claim(c.namespace(), claim.get(), c.uid()),
        fact ->
            fact.exists()
                ? then.get()
                : c.missing(
                    Keywords.CLAIM_NOT_FOUND,
                    "there is no claim '"
                        + claim.get()
                        + "' in namespace "
                        + c.namespace()
                        + "; waiting for it",
                    Patience.TOLD));
  }

  private static Step secret(
      RestoreCase c,
      Optional<SecretReference> secret,
      List<String> members,
      String field,
      Supplier<Step> then) {
    if (secret.isEmpty()) {
      return then.get();
    }
    return c.given(
        new Question.Secret(c.namespace(), secret.get(), members),
        fact -> judge(c, secret.get(), members, field, fact, then));
  }

  private static Step judge(
      RestoreCase c,
      SecretReference secret,
      List<String> members,
      String field,
      SecretFact fact,
      Supplier<Step> then) {
    String shown = secret.namespace + "/" + secret.name;
    return switch (fact) {
      case USABLE -> then.get();
      case MISSING ->
          c.missing(
              Keywords.SECRET_NOT_FOUND,
              field + ": there is no Secret '" + shown + "'; waiting for it",
              Patience.UNTOLD);
      case MEMBER_MISSING ->
          invalid(
              c,
              field,
              shown,
              "lacks " + (members.isEmpty() ? "any member" : "member '" + members.get(0) + "'"),
              "add it; then create the Restore again");
      case NOT_ALLOWED ->
          invalid(
              c,
              field,
              shown,
              "does not allow namespace '" + c.namespace() + "'",
              "annotate it with "
                  + Names.ALLOW_NAMESPACES
                  + ": "
                  + c.namespace()
                  + "; then create the Restore again");
    };
  }

  private static Step invalid(RestoreCase c, String field, String shown, String why, String hint) {
    Problem problem = new Problem(field, shown, "Secret '" + shown + "' " + why, hint);
    return c.invalid(List.of(problem));
  }
}
