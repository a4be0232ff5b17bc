package io.bactrian.api;

import static io.bactrian.api.Documents.backup;
import static io.bactrian.api.Documents.restore;
import static io.bactrian.api.Documents.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API as somebody with kubectl meets it. */
class KubectlIT {
  private static final String COMPLETE =
      """
      {"status": {"phase": "Complete", "observedGeneration": 1, "backupSizeReadable": "1.2 GiB",
        "duration": "4m10s", "retries": 2, "progress": {"percent": "100%"},
        "conditions": [{"type": "Complete", "status": "True", "observedGeneration": 1,
          "reason": "BackupComplete", "lastTransitionTime": "2026-11-21T02:04:10Z"}]}}
      """;

  private static InstalledApi api;

  @BeforeAll
  static void start() {
    api = InstalledApi.in("kubectl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup                           | asks for one backup of one directory tree",
        "backup.spec.storage              | The kind of store: s3",
        "bk.spec.settings.encryption      | opens with a stock tool",
        "bk.spec.pod.affinity.podAffinity | See kubectl explain pod.spec.affinity.podAffinity",
        "bk.status.conditions             | Reconciling: under way",
        "rst.spec.target.workload         | StatefulSet, Deployment or ReplicaSet",
        "restore.spec.overwrite           | a target that is not empty is refused",
        "bks.spec                         | 0 2 * * * is 2 a.m. every day",
        "backupschedule.spec.retention    | Backups younger than this are kept"
      })
  void explain_says(String what, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(oneLine(api.plane().kubectl("explain", what).output())).contains(text));
  }

  @Test
  void get_showsWhatTheStatusSays() {
    api.mustApply(backup("done"));
    writeStatus("backup", "done", COMPLETE);
    String[] lines = api.mustHere("get", "bk", "done").split("\n");
    assertThat(lines[0].split("\\s+"))
        .containsExactly("NAME", "MODE", "PHASE", "PROGRESS", "SIZE", "RETRIES", "DURATION", "AGE");
    assertThat(lines[1]).matches("done +snapshot +Complete +100% +1\\.2 GiB +2 +4m10s +\\d+s *");
  }

  @Test
  void get_restoreAndSchedule_haveTheirColumns() {
    api.mustApply(restore("columns"));
    api.mustApply(schedule("columns", "timeZone: Europe/Berlin", "pause: false"));
    writeStatus(
        "backupschedule",
        "columns",
        """
        {"status": {"phase": "Scheduled", "lastBackupTime": "2020-01-01T00:00:00Z",
          "lastSuccessfulTime": "2020-01-01T00:05:00Z", "nextBackupTime": "2030-01-01T01:00:00Z"}}
        """);
    assertThat(api.mustHere("get", "rst", "columns").lines().findFirst().orElseThrow().split(" +"))
        .containsExactly(
            "NAME", "OVERWRITE", "PHASE", "PROGRESS", "FILES", "RETRIES", "DURATION", "AGE");
    String[] lines = api.mustHere("get", "bks", "columns").split("\n");
    assertThat(oneLine(lines[0]))
        .isEqualTo("NAME CRON TIMEZONE PAUSED PHASE LAST BACKUP LAST SUCCESS NEXT AGE");
    assertThat(lines[1])
        .matches(
            "columns +0 2 \\* \\* \\* +Europe/Berlin +false +Scheduled +\\S+y\\S* +\\S+y\\S*"
                + " +2030-01-01T01:00:00Z +\\d+s *");
  }

  /** Phase Scheduled alone would not say why nothing happens. */
  @Test
  void getWide_ofOneThatWaits_saysWhatFor() {
    api.mustApply(backup("waits"));
    writeStatus(
        "backup",
        "waits",
        """
        {"status": {"phase": "Scheduled", "conditions": [{"type": "Ready", "status": "False",
          "reason": "SecretNotFound", "lastTransitionTime": "2026-11-21T02:04:10Z"}]}}
        """);
    assertThat(api.mustHere("get", "bk", "waits", "-o", "wide")).contains("SecretNotFound");
  }

  @Test
  void get_category_showsAllKinds() {
    api.mustApply(backup("all"));
    api.mustApply(restore("all"));
    api.mustApply(schedule("all"));
    assertThat(api.mustHere("get", "bactrian", "-o", "name").lines())
        .contains(
            "backup.bactrian.io/all", "restore.bactrian.io/all", "backupschedule.bactrian.io/all");
  }

  @Test
  void wait_endsOnceTheConditionSaysSo() {
    api.mustApply(backup("waited"));
    assertThat(api.kubectl(waiting("1s")).exitCode()).isNotZero();
    writeStatus("backup", "waited", COMPLETE);
    assertThat(api.mustHere(waiting("120s"))).contains("condition met");
  }

  private static String[] waiting(String longest) {
    return new String[] {
      "wait", "--for=condition=Complete", "--timeout=" + longest, "backup/waited"
    };
  }

  @Test
  void status_isWrittenBesideTheSpecOnly() {
    api.mustApply(backup("beside") + "status: {phase: Complete}\n");
    assertThat(field("beside", "{.status.phase}")).isEmpty();
    writeStatus(
        "backup",
        "beside",
        "{\"spec\": {\"cleanPolicy\": \"Delete\"}, \"status\": {\"phase\": \"Running\"}}");
    assertThat(field("beside", "{.spec.cleanPolicy} {.status.phase} {.metadata.generation}"))
        .isEqualTo("Retain Running 1");
  }

  @Test
  void serverSideApply_twice_changesNothing() {
    api.mustApply(backup("twice"), "--server-side");
    String before = field("twice", "{.metadata.resourceVersion}");
    api.mustApply(backup("twice"), "--server-side");
    assertThat(field("twice", "{.metadata.resourceVersion}")).isEqualTo(before);
  }

  /** The list is a map by type: two managers own a condition each. */
  @Test
  void serverSideApply_ofOneCondition_keepsTheOthers() {
    api.mustApply(backup("merged"));
    writeStatus("backup", "merged", COMPLETE);
    api.mustApply(
        """
        apiVersion: bactrian.io/v1alpha1
        kind: Backup
        metadata: {name: merged}
        status: {conditions: [{type: Ready, status: "True"}]}
        """,
        "--server-side",
        "--subresource=status",
        "--field-manager=other");
    assertThat(field("merged", "{.status.conditions[*].type}")).isEqualTo("Complete Ready");
  }

  @Test
  void dryRun_checksAndKeepsNothing() {
    api.mustApply(backup("dry"), "--dry-run=server");
    assertThat(api.kubectl("get", "backup", "dry").output()).contains("NotFound");
  }

  @ParameterizedTest
  @CsvSource({"client, (dry run)", "server, (server dry run)"})
  void examples_passADryRun(String where, String ending) {
    String[] lines =
        api.mustHere("apply", "--recursive", "-f", "examples", "--dry-run=" + where).split("\n");
    assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(ending));
  }

  private static void writeStatus(String kind, String name, String patch) {
    api.mustHere("patch", kind, name, "--subresource=status", "--type=merge", "-p", patch);
  }

  private static String field(String backup, String jsonPath) {
    return api.mustHere("get", "backup", backup, "-o", "jsonpath=" + jsonPath);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
