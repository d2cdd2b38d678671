package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How versions that know different things work together, and a cluster is upgraded node by node.
 */
class FeatureSetsTest {
  private static final LeaseOptions LEASE = LeaseOptions.ofLength(Duration.ofSeconds(8));
  private static final JoinOptions FIRST = new JoinOptions(false, 1, 1);
  private static final JoinOptions SECOND = new JoinOptions(false, 1, 2);
  private static final JoinOptions THIRD_ALONE = new JoinOptions(false, 3, 3);

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private Node join(String name, JoinOptions knows) {
    Node node = cluster.add(name, LEASE, knows, a);
    node.connect();
    pass(1500);
    return node;
  }

  private int worksAt() {
    return cluster.read(DocumentKey.CONFIG, ConfigDocument.class).featureSet();
  }

  private static List<String> told(Node node) {
    return node.events.stream().map(ClusterEvent::describe).toList();
  }

  private void upgrade(String name) {
    cluster.node(name).tell(new Input.LeaveRequested("it is upgraded"));
    pass(2000);
    cluster.node(name).expireSession();
    cluster.nodes.remove(name);
    join(name, SECOND);
  }

  @Test
  void aClusterIsUpgradedNodeByNodeAndWorksAtTheNewerOneWhenTheLastNodeIs() {
    join("n1", FIRST);
    join("n2", FIRST);
    assertThat(worksAt()).isEqualTo(1);
    upgrade("n1");
    assertThat(worksAt()).isEqualTo(1);
    upgrade("n2");
    pass(2000);
    assertThat(worksAt()).isEqualTo(2);
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    assertThat(config.changes())
        .filteredOn(note -> "the DC".equals(note.via()))
        .extracting(note -> note.what())
        .containsExactly("the cluster works at feature set 2, which every member knows");
    assertThat(cluster.home("a")).isNotNull();
  }

  @Test
  void itIsNotRaisedWhileANodeIsUncleanOfWhichNobodyKnowsTheVersion() {
    join("n1", FIRST);
    join("n2", SECOND);
    Node third = join("n3", FIRST);
    cluster.node("n1").tell(new Input.LeaveRequested("test"));
    pass(2000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    third.kill();
    third.expireSession();
    pass(5000);
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    assertThat(worksAt()).isEqualTo(1);
    pass(5000);
    assertThat(cluster.lease("n3").state()).isEqualTo(State.REVOKED);
    assertThat(worksAt()).isEqualTo(2);
  }

  @Test
  void itIsNeverLowered() {
    join("n1", SECOND);
    assertThat(worksAt()).isEqualTo(2);
    join("n2", FIRST);
    pass(5000);
    assertThat(worksAt()).isEqualTo(2);
  }

  @Test
  void aNodeThatIsTooOldIsToldWhichVersionItNeeds() {
    join("n1", SECOND);
    Node old = join("n2", FIRST);
    assertThat(told(old))
        .contains(
            "n2 cannot join: its version of Pacekeeper (test) is too old: it knows feature sets up"
                + " to 1, and the cluster works at 2: run a version that knows that, such as test,"
                + " which n1 runs");
    assertThat(cluster.store).doesNotContainKey(DocumentKey.lease("n2"));
    assertThat(cluster.read(DocumentKey.host("n2"), HostDocument.class).waitsFor())
        .isEqualTo("is too old for the cluster, which works at feature set 2");
  }

  @Test
  void aNodeThatIsTooNewIsToldWhichVersionItNeeds() {
    join("n1", SECOND);
    Node young = join("n2", THIRD_ALONE);
    assertThat(told(young))
        .contains(
            "n2 cannot join: its version of Pacekeeper (test) is too new: it knows feature sets"
                + " from 3 on, and the cluster works at 2: run a version that knows that, such as"
                + " test, which n1 runs, or upgrade the other nodes to one that knows both first");
    assertThat(cluster.store).doesNotContainKey(DocumentKey.lease("n2"));
  }

  @Test
  void aNodeThatJoinedJustBeforeItWasRaisedLeavesAgain() {
    join("n1", FIRST);
    Node old = join("n2", FIRST);
    cluster.write(
        DocumentKey.CONFIG,
        cluster.read(DocumentKey.CONFIG, ConfigDocument.class).withFeatureSet(2));
    pass(3000);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.RELEASED);
    assertThat(told(old))
        .contains("n2 left: it is too old for the cluster, which works at feature set 2");
  }

  @Test
  void nothingIsRunOnAMemberThatIsTooOldAndDoesNotKnowIt() {
    Node dc = join("n1", SECOND);
    // The very first version looks at no feature set when it joins, and names none.
    Node old = join("n2", SECOND);
    old.paused = true;
    var member =
        cluster.read(DocumentKey.member("n2"), io.pacekeeper.core.document.MemberDocument.class);
    cluster.write(
        DocumentKey.member("n2"),
        new io.pacekeeper.core.document.MemberDocument(
            member.incarnation(),
            member.host(),
            member.pid(),
            "0.1.0",
            member.joined(),
            member.agents(),
            member.attributes(),
            null,
            member.devices(),
            "",
            1,
            null));
    pass(1000);
    assertThat(told(dc))
        .contains(
            "n1: n2 is too old for the cluster: its version of Pacekeeper (0.1.0) knows feature"
                + " sets up to 1, and the cluster works at 2; nothing is run on it until it is"
                + " upgraded");
  }
}
