package io.pacekeeper.core.policy.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.WorkingNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeStatesTest {
  @ParameterizedTest
  @CsvSource({
    "true, online, member, member, true, false",
    "true, online, member, down, true, false",
    "true, online, pending, member, false, false",
    "true, offline, member, member, false, true",
    "true, offline, member, down, false, false",
    "false, online, member, member, false, false",
    "1700000000, online, member, member, false, false"
  })
  void withoutFencingANodeIsThereOnlyAsAMember(
      String member, String peer, String join, String expected, boolean online, boolean unclean) {
    WorkingNode node = TestCluster.of().state("n1", member, peer, join, expected).node("n1");

    assertThat(node.online()).isEqualTo(online);
    assertThat(node.unclean()).isEqualTo(unclean);
  }

  @ParameterizedTest
  @CsvSource({
    "true, online, member, member, true, ",
    "false, offline, down, down, false, ",
    ", online, member, member, false, peer has not been seen by the cluster",
    "true, online, banned, member, true, peer failed Pacemaker membership criteria",
    "false, offline, member, member, false, peer is no longer part of the cluster",
    "true, offline, member, member, true, peer process is no longer available",
    "true, online, strange, member, true, peer was in an unknown state"
  })
  void withFencingALostNodeIsToBeFencedAndItIsSaidWhy(
      @Nullable String member,
      String peer,
      String join,
      String expected,
      boolean online,
      @Nullable String reason) {
    TestCluster cluster = TestCluster.of().withFencing().state("n1", member, peer, join, expected);
    Unpacked unpacked = cluster.unpack();
    WorkingNode node = TestCluster.node(unpacked, "n1");

    assertThat(node.online()).isEqualTo(online);
    assertThat(node.unclean()).isEqualTo(reason != null);
    assertThat(unpacked.working().actions().all().stream().map(Action::reason).findFirst())
        .isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @CsvSource({"true, online, member, down", "true, online, pending, member"})
  void aNodeThatIsNotQuiteThereIsPendingAndStandby(
      String member, String peer, String join, String expected) {
    WorkingNode node =
        TestCluster.of().withFencing().state("n1", member, peer, join, expected).node("n1");

    assertThat(node.pending()).isTrue();
    assertThat(node.available()).isFalse();
    assertThat(node.unclean()).isFalse();
  }

  @Test
  void aNodeThatAskedToBeShutDownIsNotFenced() {
    WorkingNode node =
        TestCluster.of()
            .withFencing()
            .state("n1", "false", "offline", "member", "member")
            .attribute("n1", "shutdown", "1699999999")
            .node("n1");

    assertThat(node.unclean()).isFalse();
    assertThat(node.online()).isFalse();
    assertThat(node.baseScore()).isEqualTo(-Score.INFINITY);
  }

  @Test
  void aNodeThatIsToBeTerminatedIsFencedUnlessItIsDownAlready() {
    TestCluster cluster = TestCluster.of("n1").withFencing().attribute("n1", "terminate", "true");
    assertThat(cluster.node("n1").unclean()).isTrue();

    cluster.state("n1", "false", "offline", "down", "member");
    assertThat(cluster.node("n1").unclean()).isFalse();
  }

  @Test
  void transientAttributesOverridePermanentOnes() {
    WorkingNode node =
        TestCluster.of("n1")
            .attribute("n1", "standby", "on")
            .attribute("n1", "#uname", "other")
            .node("n1");

    assertThat(node.standby()).isTrue();
    assertThat(node.attribute("#uname")).isEqualTo("other");
    assertThat(node.attribute("#kind")).isEqualTo("cluster");
    assertThat(node.attribute("#is_dc")).isEqualTo("true");
  }

  @Test
  void nodesAreSortedByNameAndDigitsAreNumbers() {
    Unpacked unpacked = TestCluster.of("node10", "Node2", "alpha").unpack();

    assertThat(unpacked.working().nodes())
        .extracting(WorkingNode::name)
        .containsExactly("alpha", "Node2", "node10");
  }
}
