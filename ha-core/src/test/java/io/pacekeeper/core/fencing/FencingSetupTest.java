package io.pacekeeper.core.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FencingSetupTest {
  private static final FencingDeviceDefinition IPMI =
      FencingDeviceDefinition.builder("ipmi").hosts("n1", "n2").build();
  private static final FencingDeviceDefinition PDU =
      FencingDeviceDefinition.builder("a-pdu").build();

  private final SortedMap<String, Application> applications = new TreeMap<>();

  private FencingSetup setup() {
    return FencingSetup.of(
        new ConfigDocument(ClusterOptions.DEFAULTS, applications, new TreeMap<>(), null));
  }

  private void declare(
      String application, List<FencingDeviceDefinition> devices, FencingTopology... topologies) {
    applications.put(
        application,
        new Application(1, new TreeMap<>(), FencingDefinition.of(devices, List.of(topologies))));
  }

  private List<List<String>> levels(String node) {
    return setup().levels(node).stream().map(FencingLevel::ids).toList();
  }

  @Test
  void withoutATopologyEachDeviceThatIsForTheNodeIsALevelInTheOrderOfTheirIds() {
    declare("shop", List.of(IPMI, PDU));
    assertThat(levels("n1")).containsExactly(List.of("a-pdu"), List.of("ipmi"));
    assertThat(levels("n3")).containsExactly(List.of("a-pdu"));
  }

  @Test
  void theNodesOwnTopologyGoesBeforeAnyPattern() {
    declare(
        "shop",
        List.of(IPMI, PDU),
        FencingTopology.forNodesLike("n.*").level("a-pdu"),
        FencingTopology.forNodesLike("n1").level("a-pdu"),
        FencingTopology.forNode("n1").level("ipmi"));
    assertThat(levels("n1")).containsExactly(List.of("ipmi"));
    assertThat(levels("n2")).containsExactly(List.of("a-pdu"));
    assertThat(levels("m1")).as("no topology").containsExactly(List.of("a-pdu"));
  }

  @Test
  void aNodeCanBeFencedIfALevelOfItsCanBeUsed() {
    declare("shop", List.of(IPMI), FencingTopology.forNode("n4").level("ipmi"));
    assertThat(setup().canFence("n1")).isTrue();
    assertThat(setup().canFence("n3")).isFalse();
    assertThat(setup().canFence("n4")).as("the device is not for it").isFalse();
  }

  @Test
  void ofTwoApplicationsThatDeclareTheSameTheFirstByNameWinsAndTheOtherIsNamed() {
    declare("shop", List.of(IPMI), FencingTopology.forNode("n1").level("ipmi"));
    declare(
        "bank",
        List.of(FencingDeviceDefinition.builder("ipmi").attempts(9).build()),
        FencingTopology.forNode("n1").level("ipmi").level("ipmi"));
    FencingSetup setup = setup();
    assertThat(setup.devices().get("ipmi").attempts()).isEqualTo(9);
    assertThat(levels("n1")).hasSize(2);
    assertThat(setup.warnings())
        .containsExactly(
            "fencing device ipmi is declared by the applications bank and shop: that of bank"
                + " holds; take one away",
            "the fencing topology of n1 is declared by the applications bank and shop: that of"
                + " bank holds; take one away");
  }

  @Test
  void aTopologyThatNamesWhatItCannotUseIsSaidSo() {
    declare("shop", List.of(IPMI), FencingTopology.forNode("n3").level("ipmi").level("gone"));
    assertThat(setup().warnings())
        .containsExactly(
            "the fencing topology of n3 names the device ipmi, which is not for that node:"
                + " add it to the device's hosts",
            "the fencing topology of n3 names the device gone, which no application declares");
  }

  @Test
  void aDeviceWithoutCodeIsNamed() {
    declare("shop", List.of(IPMI, PDU));
    assertThat(setup().missing(Set.of("ipmi", "other")))
        .containsExactly(
            "this node is DC and has no code for fencing device a-pdu, so it cannot use it:"
                + " register the device on every node");
  }
}
