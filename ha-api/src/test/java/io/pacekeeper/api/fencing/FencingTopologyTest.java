package io.pacekeeper.api.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FencingTopologyTest {
  @Test
  void levelsAreTriedInTheOrderInWhichTheyWereAdded() {
    assertThat(FencingTopology.forNode("node1").level("ipmi").level("pdu-a", "pdu-b").levels())
        .containsExactly(List.of("ipmi"), List.of("pdu-a", "pdu-b"));
  }

  @Test
  void aTopologyIsForItsNodeAlone() {
    FencingTopology topology = FencingTopology.forNode("node1");
    assertThat(topology.isFor("node1")).isTrue();
    assertThat(topology.isFor("node11")).isFalse();
  }

  @Test
  void aPatternHasToMatchTheWholeName() {
    FencingTopology topology = FencingTopology.forNodesLike("db-[0-9]");
    assertThat(topology.isFor("db-1")).isTrue();
    assertThat(topology.isFor("db-10")).isFalse();
  }

  @Test
  void aMistakeIsOneSentence() {
    assertThatThrownBy(() -> FencingTopology.forNodesLike("db-["))
        .hasMessage(
            "'db-[' is no regular expression for names of nodes: Unclosed character class;"
                + " write one such as db-.*");
    assertThatThrownBy(() -> FencingTopology.forNode("node1").level())
        .hasMessage("a level of the fencing topology of node1 has no device: name at least one");
    assertThatThrownBy(() -> FencingTopology.forNode("node1").level("a", "b", "a"))
        .hasMessage("a level of the fencing topology of node1 names a device twice: [a, b, a]");
  }

  @Test
  void thereAreNoMoreThanNineLevels() {
    FencingTopology topology = FencingTopology.forNode("node1");
    for (int i = 1; i <= FencingTopology.MOST_LEVELS; i++) {
      topology = topology.level("d" + i);
    }
    FencingTopology full = topology;
    assertThatThrownBy(() -> full.level("d10"))
        .hasMessage("the fencing topology of node1 has 10 levels: leave 9");
  }

  @Test
  void whatIsDeclaredTwiceIsRefused() {
    FencingDeviceDefinition ipmi = FencingDeviceDefinition.builder("ipmi").build();
    FencingTopology one = FencingTopology.forNode("node1").level("ipmi");
    assertThatThrownBy(() -> FencingDefinition.of(List.of(ipmi, ipmi), List.of()))
        .hasMessage("two fencing devices have the id ipmi: give one of them another");
    assertThatThrownBy(() -> FencingDefinition.of(List.of(ipmi), List.of(one, one.level("ipmi"))))
        .hasMessage("there are two fencing topologies of node1: make one of them");
    assertThatThrownBy(
            () -> FencingDefinition.of(List.of(ipmi), List.of(FencingTopology.forNode("node1"))))
        .hasMessage("the fencing topology of node1 has no level: add one");
  }

  @Test
  void aNodeAndAPatternOfTheSameTextAreTwoTargets() {
    FencingDefinition both =
        FencingDefinition.of(
            List.of(),
            List.of(
                FencingTopology.forNode("node1").level("ipmi"),
                FencingTopology.forNodesLike("node1").level("pdu")));
    assertThat(both.topologies()).hasSize(2);
    assertThat(both.isEmpty()).isFalse();
  }
}
