package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.KeyReference;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From a new Backup to its first Job, or not. */
class AdmissionTest {
  private final Backup backup = Backups.redis();
  private final World world = new World(backup);

  AdmissionTest() {
    world.claims.put("data", claim("ReadWriteOnce"));
  }

  private static ClaimFact claim(String mode, String... users) {
    return new ClaimFact(true, List.of(mode), List.of(users));
  }

  private static SecretReference ref(String name, String namespace) {
    return BackupCase.secret(name, namespace);
  }

  private String reason() {
    return Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason;
  }

  static Stream<Arguments> badSpecs() {
    return Stream.of(
        bad("spec.storage.provider", b -> b.getSpec().storage.provider = "floppy"),
        bad("spec.mode", b -> b.getSpec().mode = "log"),
        bad("spec.cleanPolicy", b -> b.getSpec().cleanPolicy = "Sometimes"),
        bad(
            "spec.backoffRetryPolicy.minRetryDuration",
            b -> b.getSpec().backoffRetryPolicy = Backups.policy("soon", 1, null)),
        bad(
            "spec.backoffRetryPolicy.maxRetryTimes",
            b -> b.getSpec().backoffRetryPolicy = Backups.policy(null, 51, null)),
        bad("spec.settings.encryption", b -> b.getSpec().settings.encryption.enabled = true));
  }

  private static Arguments bad(String field, Consumer<Backup> change) {
    return Arguments.of(field, change);
  }

  /** What is frozen must be made anew: whoever does so wants to hear of everything. */
  @Test
  void unknownProvider_isToldWithAllElseThatIsWrong() {
    backup.getSpec().storage.provider = "floppy";
    backup.getSpec().backoffRetryPolicy = Backups.policy("soon", 1, null);
    world.pass();
    assertThat(world.status().failure.message)
        .contains("minRetryDuration: 'soon'", "spec.storage.provider: 'floppy' is not known");
    Backup mounted = Backups.redis();
    mounted.getSpec().storage.provider = "sftp";
    mounted.getSpec().backoffRetryPolicy = Backups.policy("soon", 1, null);
    World other = new World(mounted);
    other.pass();
    assertThat(other.status().failure.message).contains("'soon'").doesNotContain("sftp");
  }

  @ParameterizedTest
  @MethodSource("badSpecs")
  void badSpec_isInvalid_noJob_noRequeue(String field, Consumer<Backup> change) {
    change.accept(backup);
    assertThat(world.pass()).isEqualTo(Step.Wait.forChange());
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message).contains(field);
    assertThat(world.status().failure.hint).isNotEmpty();
    assertThat(Conditions.find(world.status().conditions, "Stalled").orElseThrow().status)
        .isEqualTo("True");
    assertThat(world.started).isEmpty();
    world.after(Duration.ofDays(1));
    world.pass();
    assertThat(world.statusWrites).isEqualTo(1);
  }

  @Test
  void invalidThatIsPutRight_starts() {
    backup.getSpec().cleanPolicy = "Sometimes";
    world.pass();
    backup.getSpec().cleanPolicy = "Retain";
    backup.getMetadata().setGeneration(2L);
    world.pass();
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(world.status().failure).isNull();
    assertThat(world.status().observedGeneration).isEqualTo(2);
    assertThat(world.started).hasSize(1);
  }

  @Test
  void mountedKamelet_isAProvider() {
    backup.getSpec().storage.provider = "sftp";
    world.pass();
    assertThat(world.started).hasSize(1);
  }

  @Test
  void claimThatIsNotThere_isWaitedFor() {
    world.claims.clear();
    assertThat(world.pass().until()).contains(Surroundings.START.plus(Duration.ofHours(1)));
    assertThat(reason()).isEqualTo("ClaimNotFound");
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(world.notified()).containsExactly("ClaimNotFound");
    for (int i = 0; i < 100; i++) {
      world.after(Duration.ofSeconds(30));
      world.pass();
    }
    assertThat(world.statusWrites).isEqualTo(1);
    world.claims.put("data", claim("ReadWriteOnce"));
    world.pass();
    assertThat(world.status().attempt).isEqualTo(1);
    assertThat(world.status().timeStarted).isEqualTo(world.now.toString());
    assertThat(world.started).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ReadWriteOncePod, true,  Failed",
    "ReadWriteOncePod, false, Scheduled",
    "ReadWriteOnce,    true,  Scheduled",
    "ReadWriteMany,    true,  Scheduled",
  })
  void claimForOnePod_inUse_isRefusedWithAHint(String mode, boolean used, String phase) {
    world.claims.put("data", used ? claim(mode, "redis-0") : claim(mode));
    world.pass();
    assertThat(world.status().phase).isEqualTo(phase);
    if (phase.equals("Failed")) {
      assertThat(world.started).isEmpty();
      assertThat(world.status().failure.reason).isEqualTo("ClaimInUse");
      assertThat(world.status().failure.message).contains("redis-0", "'data'");
      assertThat(world.status().failure.hint).contains("stop that pod");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "USABLE,         Scheduled, Scheduled,      shop",
    "MISSING,        Scheduled, SecretNotFound, shop",
    "MEMBER_MISSING, Invalid,   InvalidSpec,    shop",
    "NOT_ALLOWED,    Invalid,   InvalidSpec,    vault",
  })
  void storageSecret(SecretFact fact, String phase, String reason, String namespace) {
    backup.getSpec().storage.secretRef = ref("store", namespace.equals("shop") ? null : namespace);
    world.secrets.put(namespace + "/store", fact);
    world.pass();
    assertThat(world.status().phase).isEqualTo(phase);
    assertThat(reason()).isEqualTo(reason);
    assertThat(world.started).hasSize(fact == SecretFact.USABLE ? 1 : 0);
    if (phase.equals("Invalid")) {
      assertThat(world.status().failure.message)
          .contains("spec.storage.secretRef", namespace + "/store");
      assertThat(world.status().failure.hint).isNotEmpty();
    }
  }

  @Test
  void secretThatIsNotThere_isLookedForLessAndLess_andIsFound() {
    backup.getSpec().storage.secretRef = ref("store", null);
    world.secrets.put("shop/store", SecretFact.MISSING);
    int looks = 0;
    while (world.now.isBefore(Surroundings.START.plus(Duration.ofDays(1)))) {
      world.now = world.pass().until().orElseThrow();
      looks++;
    }
    assertThat(looks).isLessThan(24 * 12 + 20);
    assertThat(world.stepsOf(Step.Ask.class))
        .as("one request a look")
        .allMatch(ask -> ask.question() instanceof Question.Secret);
    assertThat(world.statusWrites).isEqualTo(1);
    world.secrets.put("shop/store", SecretFact.USABLE);
    world.pass();
    assertThat(world.started).hasSize(1);
  }

  @Test
  void keySecret_isMountedByItsMember() {
    Settings.Encryption encryption = backup.getSpec().settings.encryption;
    encryption.enabled = null;
    encryption.keySecretRef = new KeyReference();
    encryption.keySecretRef.name = "kek";
    encryption.keySecretRef.keyField = "current";
    world.secrets.put("shop/kek", SecretFact.MEMBER_MISSING);
    world.pass();
    assertThat(world.status().failure.message)
        .contains("spec.settings.encryption.keySecretRef", "'current'");
    world.secrets.put("shop/kek", SecretFact.USABLE);
    world.pass();
    assertThat(world.started.get(0).key())
        .contains(new SecretUse("shop", "kek", List.of("current")));
  }

  @Test
  void keyOfOurMaking_isMadeBeforeTheFirstJob() {
    Settings.Encryption encryption = backup.getSpec().settings.encryption;
    encryption.enabled = true;
    encryption.autoGenerated = new Settings.AutoGenerated();
    encryption.autoGenerated.enabled = true;
    encryption.autoGenerated.secretRef = ref("made", null);
    world.pass();
    assertThat(world.stepsOf(Step.MakeKey.class)).hasSize(1);
    assertThat(world.steps.indexOf(world.stepsOf(Step.MakeKey.class).get(0)))
        .isLessThan(world.steps.indexOf(world.stepsOf(Step.StartJob.class).get(0)));
    assertThat(world.started.get(0).key()).contains(new SecretUse("shop", "made", List.of("key")));
  }

  @ParameterizedTest
  @CsvSource({"Retain, 0", "OnFailure, 1", "Delete, 1"})
  void finalizer_comesFirst_ifThePolicyAsksForIt(String policy, int count) {
    backup.getSpec().cleanPolicy = policy;
    world.pass();
    assertThat(backup.getMetadata().getFinalizers()).hasSize(count);
    assertThat(world.steps.get(0) instanceof Step.WriteFinalizers).isEqualTo(count == 1);
  }

  @Test
  void finalizer_followsAChangedPolicy_alsoAfterTheEnd_andLeavesOthersAlone() {
    backup.getSpec().storage.secretRef = ref("store", null);
    world.secrets.put("shop/store", SecretFact.USABLE);
    backup.getMetadata().getFinalizers().add("example.com/other");
    world.pass();
    world.succeeds(world.job());
    world.pass();
    String copy = "bactrian-system/" + JobNames.clean("bactrian-system", "shop", "redis").name();
    assertThat(world.secrets).doesNotContainKey(copy);
    backup.getSpec().cleanPolicy = "Delete";
    world.pass();
    assertThat(backup.getMetadata().getFinalizers())
        .containsExactly("example.com/other", "bactrian.io/backup-protection");
    assertThat(world.secrets).containsKey(copy);
    backup.getSpec().cleanPolicy = "Retain";
    world.pass();
    assertThat(backup.getMetadata().getFinalizers()).containsExactly("example.com/other");
    assertThat(world.secrets).doesNotContainKey(copy);
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  /**
   * Job there before ours: of whom, in which state; what we do, and whether we start in the end.
   */
  @ParameterizedTest
  @CsvSource({
    "dead-uid, 1, RUNNING,     remove",
    "dead-uid, 3, FAILED,      remove",
    "dead-uid, 3, TERMINATING, wait",
    "'',       0, RUNNING,     say",
    "'',       0, SUCCEEDED,   say",
  })
  void jobOfOurNameThatIsNotOurs(String uid, int attempt, JobFact.State state, String expected) {
    SimJob other = new SimJob(uid, attempt, null);
    other.state = state;
    JobKey key = JobNames.backup("shop", "redis");
    world.jobs.put(key, other);
    world.pass();
    assertThat(world.stepsOf(Step.RemoveJob.class)).hasSize(expected.equals("remove") ? 1 : 0);
    assertThat(world.stepsOf(Step.StartJob.class)).isEmpty();
    assertThat(world.status().backoffRetryStatus).isNull();
    if (expected.equals("say")) {
      assertThat(reason()).isEqualTo("JobNameTaken");
      assertThat(other.state).isEqualTo(state);
    }
    world.jobs.remove(key);
    world.pass();
    assertThat(world.started).hasSize(1);
    assertThat(world.status().attempt).isEqualTo(1);
    assertThat(reason()).isEqualTo("Scheduled");
  }
}
