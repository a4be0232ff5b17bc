package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StrategicMergeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void objects_mergeMemberByMember_andTheUpperWins() throws Exception {
    assertMerged("{a: 1, b: {c: 1, d: 1}}", "{b: {d: 2, e: 2}}", "{a: 1, b: {c: 1, d: 2, e: 2}}");
  }

  @Test
  void null_removes_alsoInsideOfWhatIsNew() throws Exception {
    assertMerged("{a: 1, b: 1}", "{b: null, c: {d: null, e: 1}}", "{a: 1, c: {e: 1}}");
  }

  @Test
  void listsOfNamed_mergeByName_inTheOrderBelow_newOnesLast() throws Exception {
    assertMerged(
        "{l: [{name: a, x: 1}, {name: b, x: 1}]}",
        "{l: [{name: c}, {name: b, y: 2}]}",
        "{l: [{name: a, x: 1}, {name: b, x: 1, y: 2}, {name: c}]}");
  }

  @Test
  void mounts_mergeByPath_thoughTheyHaveNames() throws Exception {
    assertMerged(
        "{l: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]}",
        "{l: [{name: w, mountPath: /b}]}",
        "{l: [{name: v, mountPath: /a}, {name: w, mountPath: /b}]}");
  }

  @Test
  void otherLists_areReplaced() throws Exception {
    assertMerged(
        "{l: [1, 2], m: [{key: a}]}", "{l: [3], m: [{key: b}]}", "{l: [3], m: [{key: b}]}");
    assertMerged("{l: [{name: a}]}", "{l: []}", "{l: []}");
    assertMerged("{l: [{name: a}, {key: b}]}", "{l: [{name: c}]}", "{l: [{name: c}]}");
  }

  @Test
  void kindsThatDiffer_theUpperReplaces() throws Exception {
    assertMerged(
        "{a: {b: 1}, c: 1, d: [1]}",
        "{a: 2, c: {e: 1}, d: {f: 1}}",
        "{a: 2, c: {e: 1}, d: {f: 1}}");
  }

  @Test
  void theTreesMerged_stayAsTheyWere() throws Exception {
    ObjectNode below = tree("{l: [{name: a, x: {y: 1}}]}");
    ObjectNode above = tree("{l: [{name: a, x: {y: 2}}], n: {o: 1}}");
    ObjectNode merged = StrategicMerge.merge(below, above);
    ((ObjectNode) merged.at("/l/0/x")).put("y", 3);
    ((ObjectNode) merged.at("/n")).put("o", 3);
    assertThat(below).isEqualTo(tree("{l: [{name: a, x: {y: 1}}]}"));
    assertThat(above).isEqualTo(tree("{l: [{name: a, x: {y: 2}}], n: {o: 1}}"));
  }

  private static void assertMerged(String below, String above, String expected) throws Exception {
    assertThat(StrategicMerge.merge(tree(below), tree(above))).isEqualTo(tree(expected));
  }

  private static ObjectNode tree(String yaml) throws Exception {
    Object value =
        new ObjectMapper(new com.fasterxml.jackson.dataformat.yaml.YAMLFactory())
            .readValue(yaml, Object.class);
    return JSON.valueToTree(value);
  }
}
