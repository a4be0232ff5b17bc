package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Names;
import io.bactrian.api.PodSettings;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobBuilderTest {
  private static final JobOrder BACKUP = Samples.job("backup", "uid-1", "prod", "db", 2);
  private static final Placement ROOT =
      new Placement(0, Optional.of(0L), List.of(), List.of("DAC_READ_SEARCH"), List.of());

  @TempDir Path directory;

  @Test
  void job_runsOnce_isOwned_andCanBeFoundAgain() {
    Job job = build(BACKUP);
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getMetadata().getLabels())
        .containsEntry(Names.UID, "uid-1")
        .containsEntry(Names.ATTEMPT, "2");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(job.getMetadata().getLabels());
    assertThat(ResourceMark.read(job.getSpec().getTemplate().getMetadata()))
        .hasValueSatisfying(key -> assertThat(key).hasToString("Backup prod/db"));
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getUid()).isEqualTo("uid-1");
            });
    assertThat(
            build(Samples.job("clean", "uid-1", "prod", "db", 1))
                .getMetadata()
                .getOwnerReferences())
        .isEmpty();
  }

  @Test
  void pod_hasNoToken_noPrivileges_andNoRestart() {
    PodSpec pod = pod(build(BACKUP));
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getSecurityContext().getFsGroup()).isNull();
    Container worker = worker(pod);
    assertThat(worker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(worker.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(worker.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(worker.getSecurityContext().getCapabilities().getAdd())
        .containsExactly("DAC_READ_SEARCH");
    assertThat(worker.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(worker.getResources().getLimits().get("memory")).isEqualTo(new Quantity("320Mi"));
    assertThat(worker.getTerminationMessagePath()).isNull();
  }

  @Test
  void data_isReadOnlyForABackup_andNotForARestore() {
    assertThat(mount(pod(build(BACKUP)), "/data").getReadOnly()).isTrue();
    assertThat(volume(pod(build(BACKUP)), "data").getPersistentVolumeClaim().getReadOnly())
        .isTrue();
    PodSpec restore = pod(build(Samples.job("restore", "u", "prod", "db", 1)));
    assertThat(mount(restore, "/data").getReadOnly()).isFalse();
    assertThat(volume(restore, "data").getPersistentVolumeClaim().getReadOnly()).isFalse();
    PodSpec clean =
        pod(build(Samples.withRepositoryClaim(Samples.job("clean", "u", "prod", "db", 1), "repo")));
    assertThat(mount(clean, "/repository").getReadOnly()).isFalse();
    assertThat(mount(clean, "/tmp").getReadOnly()).isFalse();
    assertThat(volume(clean, "scratch").getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("2Gi"));
  }

  @Test
  void order_tellsPathsOfTheContainer_andTravelsWithThePod() throws Exception {
    SecretUse key = new SecretUse("prod", "kek", List.of("key.hex"));
    SecretUse storage = new SecretUse("prod", "store", List.of());
    JobOrder asked =
        Samples.withRepositoryClaim(
            Samples.with(BACKUP, Optional.of(storage), Optional.of(key)), "repo");
    asked.order().storage.path = "/deep/er";
    Job job = builder().build(asked, ROOT, Optional.of("store"), Optional.of("kek"));
    WorkerOrder order =
        new ObjectMapper()
            .readValue(
                job.getSpec().getTemplate().getMetadata().getAnnotations().get(Names.ORDER),
                WorkerOrder.class);
    assertThat(order.dataDirectory).isEqualTo("/data/db");
    assertThat(order.repositoryDirectory).isEqualTo("/repository/deep/er");
    assertThat(order.keyFile).isEqualTo("/var/run/bactrian/key/key.hex");
    assertThat(order.storageSecretDirectory).isEqualTo("/var/run/bactrian/storage");
    assertThat(BACKUP.order().dataDirectory).as("the order given").isEqualTo("db");
    assertThat(
            volume(pod(job), "order")
                .getDownwardAPI()
                .getItems()
                .get(0)
                .getFieldRef()
                .getFieldPath())
        .isEqualTo("metadata.annotations['bactrian.io/order']");
    assertThat(worker(pod(job)).getCommand()).isEqualTo(WorkerSettings.ENTRYPOINT);
    assertThat(worker(pod(job)).getArgs())
        .containsExactly("worker", "--order", "/var/run/bactrian/order/order.json");
    asked.order().storage.path = null;
  }

  @Test
  void pathOutOfTheClaim_isRefused() {
    JobOrder order = Samples.job("backup", "u", "prod", "db", 1);
    order.order().dataDirectory = "a/../../etc";
    assertThatThrownBy(() -> build(order))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a/../../etc");
  }

  @Test
  void secrets_areFiles_readableByWhoRuns() {
    JobOrder order =
        Samples.with(
            BACKUP,
            Optional.of(new SecretUse("prod", "store", List.of("accessKey"))),
            Optional.empty());
    PodSpec root = pod(builder().build(order, ROOT, Optional.of("store"), Optional.empty()));
    assertThat(volume(root, "storage").getSecret().getDefaultMode()).isEqualTo(0400);
    assertThat(volume(root, "storage").getSecret().getItems())
        .singleElement()
        .satisfies(item -> assertThat(item.getKey()).isEqualTo("accessKey"));
    Placement someone =
        new Placement(1000, Optional.of(2000L), List.of(3000L), List.of(), List.of());
    PodSpec other = pod(builder().build(order, someone, Optional.of("store"), Optional.empty()));
    assertThat(volume(other, "storage").getSecret().getDefaultMode()).isEqualTo(0444);
    assertThat(other.getSecurityContext().getRunAsUser()).isEqualTo(1000);
    assertThat(other.getSecurityContext().getRunAsGroup()).isEqualTo(2000);
    assertThat(other.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(other.getSecurityContext().getSupplementalGroups()).containsExactly(3000L);
    assertThat(worker(other).getEnv()).noneMatch(env -> env.getValueFrom() != null);
  }

  @Test
  void template_isMergedByContainerName_butOurVolumesCommandAndRestartPolicyWin() throws Exception {
    Job job =
        withTemplate(
            """
            apiVersion: v1
            kind: PodTemplate
            template:
              metadata:
                labels: {team: storage, bactrian.io/attempt: "77"}
              spec:
                restartPolicy: Always
                automountServiceAccountToken: true
                hostNetwork: true
                nodeSelector: {disk: ssd}
                tolerations: [{key: backup, operator: Exists}]
                volumes:
                - {name: data, emptyDir: {}}
                - {name: extra, emptyDir: {}}
                containers:
                - name: worker
                  command: [sleep]
                  env: [{name: HTTP_PROXY, value: "http://proxy:1"}]
                  resources: {limits: {memory: 512Mi}}
                  volumeMounts:
                  - {name: extra, mountPath: /data}
                  - {name: extra, mountPath: /extra}
                - {name: sidecar, image: other:1}
            """,
            BACKUP);
    PodSpec pod = pod(job);
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getHostNetwork()).isTrue();
    assertThat(pod.getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(pod.getContainers())
        .extracting(Container::getName)
        .containsExactly("worker", "sidecar");
    assertThat(worker(pod).getCommand()).isEqualTo(WorkerSettings.ENTRYPOINT);
    assertThat(worker(pod).getArgs()).startsWith("worker");
    assertThat(worker(pod).getImage()).isEqualTo("bactrian:test");
    assertThat(worker(pod).getEnv())
        .extracting(env -> env.getName())
        .contains("HOME", "BACTRIAN_CONFIG", "HTTP_PROXY");
    assertThat(worker(pod).getResources().getLimits().get("memory"))
        .isEqualTo(new Quantity("512Mi"));
    assertThat(worker(pod).getResources().getRequests()).containsKey("cpu");
    assertThat(volume(pod, "data").getEmptyDir()).isNull();
    assertThat(volume(pod, "data").getPersistentVolumeClaim().getClaimName()).isEqualTo("data");
    assertThat(mount(pod, "/data").getName()).isEqualTo("data");
    assertThat(mount(pod, "/extra").getName()).isEqualTo("extra");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("team", "storage")
        .containsEntry(Names.ATTEMPT, "2");
  }

  @Test
  void templateThatIsNone_isRefusedWithItsPath() {
    for (String text :
        List.of("kind: Pod", "kind: PodTemplate", "{", "kind: PodTemplate\ntemplate: {spec: 3}")) {
      assertThatThrownBy(() -> withTemplate(text, BACKUP))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("template.yaml");
    }
  }

  @Test
  void resourcesOwnWishes_goAsFarAsSchedulingAndResources_andNoFurther() throws Exception {
    PodSettings wishes = new PodSettings();
    wishes.labels = Map.of("cost", "7", Names.UID, "forged", "app.kubernetes.io/name", "forged");
    wishes.annotations =
        Map.of("note", "x", Names.ORDER, "{}", ResourceMark.NAME, "Backup/other/x");
    wishes.nodeSelector = Map.of("zone", "b");
    wishes.tolerations = List.of(new Toleration(null, "mine", "Exists", null, null));
    wishes.priorityClassName = "low";
    wishes.resources =
        new ResourceRequirementsBuilder().addToLimits("memory", new Quantity("1Gi")).build();
    Job job =
        withTemplate(
            """
            kind: PodTemplate
            template: {spec: {nodeSelector: {disk: ssd}, tolerations: [{key: admin, operator: Exists}]}}
            """,
            Samples.with(BACKUP, wishes));
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("cost", "7")
        .containsEntry(Names.UID, "uid-1")
        .containsEntry("app.kubernetes.io/name", "bactrian");
    assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("note", "x")
        .containsEntry(ResourceMark.NAME, "Backup/prod/db")
        .hasEntrySatisfying(Names.ORDER, text -> assertThat(text).contains("uid-1"));
    PodSpec pod = pod(job);
    assertThat(pod.getNodeSelector()).containsOnlyKeys("zone", "disk");
    assertThat(pod.getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly("admin", "mine");
    assertThat(pod.getPriorityClassName()).isEqualTo("low");
    assertThat(worker(pod).getResources().getLimits().get("memory")).isEqualTo(new Quantity("1Gi"));
  }

  @Test
  void nodeOfTheClaim_isRequired_inEveryAlternativeOfAnyOtherAffinity() {
    Affinity wished =
        new AffinityBuilder()
            .withNewNodeAffinity()
            .withNewRequiredDuringSchedulingIgnoredDuringExecution()
            .addNewNodeSelectorTerm()
            .addNewMatchExpression()
            .withKey("zone")
            .withOperator("In")
            .withValues("a")
            .endMatchExpression()
            .endNodeSelectorTerm()
            .addNewNodeSelectorTerm()
            .addNewMatchExpression()
            .withKey("zone")
            .withOperator("In")
            .withValues("b")
            .endMatchExpression()
            .endNodeSelectorTerm()
            .endRequiredDuringSchedulingIgnoredDuringExecution()
            .endNodeAffinity()
            .build();
    PodSettings wishes = new PodSettings();
    wishes.affinity = wished;
    Placement bound = new Placement(0, Optional.of(0L), List.of(), List.of(), List.of("node-1"));
    List<NodeSelectorTerm> narrowed =
        terms(
            builder()
                .build(Samples.with(BACKUP, wishes), bound, Optional.empty(), Optional.empty()));
    assertThat(narrowed).hasSize(2).allSatisfy(JobBuilderTest::assertOnNode1);
    assertThat(narrowed).allSatisfy(term -> assertThat(term.getMatchExpressions()).hasSize(1));
    assertThat(terms(builder().build(BACKUP, bound, Optional.empty(), Optional.empty())))
        .singleElement()
        .satisfies(JobBuilderTest::assertOnNode1);
    assertThat(pod(build(BACKUP)).getAffinity()).isNull();
  }

  private static void assertOnNode1(NodeSelectorTerm term) {
    assertThat(term.getMatchFields())
        .singleElement()
        .satisfies(field -> assertThat(field.getValues()).containsExactly("node-1"));
  }

  private static List<NodeSelectorTerm> terms(Job job) {
    return pod(job)
        .getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms();
  }

  private Job withTemplate(String text, JobOrder order) throws Exception {
    Path file = Files.writeString(directory.resolve("template.yaml"), text);
    return new JobBuilder(Samples.workers(), PodTemplateFile.read(Optional.of(file)))
        .build(order, ROOT, Optional.empty(), Optional.empty());
  }

  private static JobBuilder builder() {
    return new JobBuilder(Samples.workers(), PodTemplateFile.read(Optional.empty()));
  }

  private static Job build(JobOrder order) {
    return builder().build(order, ROOT, Optional.empty(), Optional.empty());
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Container worker(PodSpec pod) {
    return pod.getContainers().stream()
        .filter(container -> container.getName().equals("worker"))
        .findFirst()
        .orElseThrow();
  }

  private static VolumeMount mount(PodSpec pod, String path) {
    return worker(pod).getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static Volume volume(PodSpec pod, String name) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
