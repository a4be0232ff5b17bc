package io.bactrian.cluster.kube;

import static io.bactrian.cluster.kube.Jobs.BACKUP;
import static io.bactrian.cluster.kube.Jobs.ROOT;
import static io.bactrian.cluster.kube.Jobs.build;
import static io.bactrian.cluster.kube.Jobs.builder;
import static io.bactrian.cluster.kube.Jobs.mount;
import static io.bactrian.cluster.kube.Jobs.pod;
import static io.bactrian.cluster.kube.Jobs.volume;
import static io.bactrian.cluster.kube.Jobs.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Names;
import io.bactrian.api.PodSettings;
import io.bactrian.control.JobOrder;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator, a resource and a claim may add to a worker's pod, and what not. */
class PodWishesTest {
  @TempDir Path directory;

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

  /** An API server refuses a request above its limit: the standard makes room for a wish. */
  @Test
  void resources_ofWhichOneHalfIsWished_fitTogether() {
    PodSettings more = new PodSettings();
    more.resources =
        new ResourceRequirementsBuilder().addToRequests("memory", new Quantity("1Gi")).build();
    assertMemory(more, "1Gi", "1Gi");
    PodSettings less = new PodSettings();
    less.resources =
        new ResourceRequirementsBuilder().addToLimits("memory", new Quantity("256Mi")).build();
    assertMemory(less, "256Mi", "256Mi");
    PodSettings roomy = new PodSettings();
    roomy.resources =
        new ResourceRequirementsBuilder().addToLimits("memory", new Quantity("1Gi")).build();
    assertMemory(roomy, "320Mi", "1Gi");
    PodSettings wrong = new PodSettings();
    wrong.resources =
        new ResourceRequirementsBuilder()
            .addToRequests("memory", new Quantity("2Gi"))
            .addToLimits("memory", new Quantity("1Gi"))
            .build();
    assertMemory(wrong, "2Gi", "1Gi");
  }

  private static void assertMemory(PodSettings wishes, String request, String limit) {
    Job job =
        builder().build(Samples.with(BACKUP, wishes), ROOT, Optional.empty(), Optional.empty());
    assertThat(worker(pod(job)).getResources().getRequests())
        .containsEntry("memory", new Quantity(request))
        .containsEntry("cpu", new Quantity("250m"));
    assertThat(worker(pod(job)).getResources().getLimits())
        .containsEntry("memory", new Quantity(limit));
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
    assertThat(narrowed).hasSize(2).allSatisfy(PodWishesTest::assertOnNode1);
    assertThat(narrowed).allSatisfy(term -> assertThat(term.getMatchExpressions()).hasSize(1));
    assertThat(terms(builder().build(BACKUP, bound, Optional.empty(), Optional.empty())))
        .singleElement()
        .satisfies(PodWishesTest::assertOnNode1);
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
}
