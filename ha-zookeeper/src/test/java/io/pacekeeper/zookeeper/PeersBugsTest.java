package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.ClusterEvent.ConnectionLost;
import io.pacekeeper.api.ClusterEvent.ConnectionRestored;
import io.pacekeeper.api.ClusterEvent.DcElected;
import io.pacekeeper.api.ClusterEvent.Joined;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What has gone wrong for others who elect through ZooKeeper, with real nodes and a real server:
 * each test is the history of one bug, as far as it does not depend on the peer's own code.
 */
class PeersBugsTest {
  private static final Duration SHORT_SESSION = Duration.ofMillis(1_200);

  /** After which a client that hears nothing of its server gives such a session up. */
  private static final Duration GIVEN_UP = Duration.ofMillis(1_800);

  /** Longer than any test: a session that nobody ends goes on, however it is cut off. */
  private static final Duration LONG_SESSION = Duration.ofSeconds(20);

  private static EmbeddedZooKeeper server;

  private RawClient admin;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connectAdmin() throws Exception {
    admin = new RawClient(server.connectString());
  }

  @AfterEach
  void closeAdmin() throws Exception {
    admin.close();
  }

  /**
   * CURATOR-460: whoever waited for LOST, which the client counts from when it notices, led on for
   * seconds after the server had expired its session and another one led.
   */
  @Test
  void aServiceHasStoppedBeforeItStartsElsewhereThoughItsSessionExpiredLongBefore()
      throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(2), LONG_SESSION)) {
      nodes.join("node1", "node2");
      nodes.network("node1").freeze();
      RawClient.takeOver(server.connectString(), nodes.owner(admin, "node1")).close();
      assertThat(nodes.owner(admin, "node1")).isZero();
      assertThat(nodes.history()).as("when its session has expired").containsExactly("start node1");
      nodes.awaitHistory("start node2");
      assertThat(nodes.history()).containsExactly("start node1", "stop node1", "start node2");
    }
  }

  /**
   * CURATOR-498: a create whose answer had been lost took the znode of the session that was being
   * closed for its own; one of six instances was left without a znode, and led beside another one.
   */
  @Test
  void aZnodeThatTheFormerSessionMadeIsMadeAnewWhenTheAnswerToItsCreationWasLost()
      throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(6), SHORT_SESSION)) {
      nodes.network("node1").loseAnswersFrom("\"type\":\"member\"");
      nodes.begin("node1");
      patiently().until(() -> nodes.owner(admin, "node1") != 0);
      long former = nodes.owner(admin, "node1");
      MemberWatch member = new MemberWatch(admin, nodes.member("node1"));
      nodes.network("node1").refuse();
      try (RawClient closing = RawClient.takeOver(server.connectString(), former)) {
        pass(GIVEN_UP);
        assertThat(nodes.owner(admin, "node1")).as("still").isEqualTo(former);
        nodes.network("node1").heal();
        nodes.awaitHistory("start node1");
      }
      assertThat(member.vanished()).isEmpty();
      assertThat(nodes.owner(admin, "node1")).isNotIn(0L, former);
      assertThat(nodes.told("node1", Joined.class)).hasSize(1);
    }
  }

  /**
   * CURATOR-504: the connection's thread and the watches' thread both reset the latch after each
   * reconnection, each undid what the other had made, and logs filled with resets that never ended.
   */
  @Test
  void aConnectionThatFlapsHasNothingMadeAnew() throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(6), LONG_SESSION)) {
      nodes.join("node1", "node2");
      Map<String, Long> before = atRest(nodes);
      for (int flap = 1; flap <= 2; flap++) {
        nodes.network("node1").cut();
        nodes.network("node2").cut();
        // Their watches fire while they reconnect.
        String stranger = nodes.paths().root() + "/members/stranger " + flap;
        admin.zooKeeper().create(stranger, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        admin.zooKeeper().delete(stranger, -1);
        nodes.awaitTold("node1", ConnectionRestored.class, flap);
        nodes.awaitTold("node2", ConnectionRestored.class, flap);
      }
      assertThat(atRest(nodes)).as("who wrote what when").isEqualTo(before);
      assertThat(nodes.history()).containsExactly("start node1");
    }
  }

  /**
   * CURATOR-620: of two reconnections in a row the second deleted the znode by which the first had
   * just made its client leader; it led on without one, beside the next in line.
   */
  @Test
  void aSessionThatIsReplacedTwiceInARowAndAZnodeThatIsDeletedLateLeaveNothingBehind()
      throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(6), LONG_SESSION)) {
      nodes.join("node1", "node2");
      for (int replaced = 1; replaced <= 2; replaced++) {
        long former = nodes.owner(admin, "node1");
        RawClient.takeOver(server.connectString(), former).close();
        patiently().until(() -> nodes.owner(admin, "node1") != former);
        patiently().until(() -> nodes.owner(admin, "node1") != 0);
      }
      long session = nodes.owner(admin, "node1");
      admin.zooKeeper().delete(nodes.member("node1"), -1);
      patiently().until(() -> nodes.owner(admin, "node1") == session);
      assertThat(nodes.history()).containsExactly("start node1");
      assertThat(nodes.told("node1", Joined.class)).hasSize(1);
      assertThat(terms(nodes, "node2")).as("terms").hasSize(1);
    }
  }

  /**
   * CURATOR-653: the ensemble elected anew since its transaction numbers had overflowed, all
   * clients reconnected at once, deleted what the others relied on, and two of them led.
   */
  @Test
  void whenEverybodyReconnectsAtOnceTheDcAndWhatRunsStayWhereTheyAre() throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(6), LONG_SESSION)) {
      nodes.join("node1", "node2");
      Map<String, Long> before = atRest(nodes);
      server.stop();
      for (String node : List.of("node1", "node2")) {
        nodes.awaitTold(node, ConnectionLost.class, 1);
      }
      server.start();
      for (String node : List.of("node1", "node2")) {
        nodes.awaitTold(node, ConnectionRestored.class, 1);
      }
      assertThat(atRest(nodes)).as("who wrote what when").isEqualTo(before);
      assertThat(nodes.history()).containsExactly("start node1");
      assertThat(terms(nodes, "node2")).as("terms").hasSize(1);
    }
  }

  /**
   * CURATOR-696: ZooKeeper was away for longer than a session; the leader returned, found its old
   * znode, led by it, and was not told when the server deleted it: another one led beside it.
   */
  @Test
  void whoeverReturnsToTheZnodeOfItsOldSessionRunsNothingByIt() throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(2), SHORT_SESSION)) {
      nodes.join("node1", "node2");
      long former = nodes.owner(admin, "node1");
      MemberWatch member;
      try (Outage outage = new Outage(nodes, List.of("node1", "node2"))) {
        member = new MemberWatch(admin, nodes.member("node1"));
        nodes.network("node2").heal();
        nodes.awaitTold("node2", ConnectionRestored.class, 1);
        assertThat(nodes.owner(admin, "node1")).as("still").isEqualTo(former);
        nodes.network("node1").heal();
        patiently().until(() -> nodes.history().size() >= 3);
        atRest(nodes);
      }
      assertThat(member.vanished()).isEmpty();
      assertThat(nodes.owner(admin, "node1")).isNotIn(0L, former);
      assertThat(mostActive(nodes.history())).as("%s", nodes.history()).isEqualTo(1);
      assertThat(terms(nodes, "node2")).doesNotHaveDuplicates().isSorted();
    }
  }

  /**
   * A trap of our own fault lab: after a lost quorum, what healthy nodes had written went to the
   * znodes of their old sessions; four seconds later the server deleted them all, and nobody made
   * them again for twenty.
   */
  @Test
  void noMemberVanishesWhenTheSessionsFromBeforeAnOutageExpire() throws Exception {
    List<String> all = List.of("node1", "node2", "node3");
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(8), SHORT_SESSION)) {
      nodes.join("node1", "node2", "node3");
      Map<String, MemberWatch> members = new TreeMap<>();
      Map<String, Long> former;
      try (Outage outage = new Outage(nodes, all)) {
        former = outage.sessions;
        for (String node : all) {
          members.put(node, new MemberWatch(admin, nodes.member(node)));
        }
        all.forEach(node -> nodes.network(node).heal());
        all.forEach(node -> nodes.awaitTold(node, ConnectionRestored.class, 1));
        atRest(nodes);
      }
      for (String node : all) {
        assertThat(members.get(node).vanished()).as(node).isEmpty();
        assertThat(nodes.owner(admin, node)).as(node).isNotIn(0L, former.get(node));
      }
      assertThat(nodes.history()).containsExactly("start node1");
    }
  }

  /**
   * The other trap: after SIGCONT a leader's code ran for 200 ms before any event said that its
   * session was gone. Here no event comes at all, for as long as a session lasts.
   */
  @Test
  void whatRunsHasEndedByTheClockWhenNoEventSaysThatAnythingIsWrong() throws Exception {
    try (NodesInOneJvm nodes = cluster(Duration.ofSeconds(2), LONG_SESSION)) {
      nodes.join("node1", "node2");
      nodes.network("node1").freeze();
      nodes.awaitHistory("start node2");
      assertThat(nodes.activation("node1").isValid()).isFalse();
      assertThat(nodes.history()).containsExactly("start node1", "stop node1", "start node2");
      assertThat(nodes.told("node1", ConnectionLost.class)).as("not told").isEmpty();
      assertThat(nodes.owner(admin, "node1")).as("its session").isNotZero();
    }
  }

  private static NodesInOneJvm cluster(Duration lease, Duration sessionTimeout) {
    return new NodesInOneJvm(server, lease, sessionTimeout);
  }

  /**
   * ZooKeeper is away until clients give their sessions up. Then the server, which begins to count
   * anew, still has them, until this is closed; and the nodes are cut off until their networks
   * heal.
   */
  private final class Outage implements AutoCloseable {
    private final Map<String, Long> sessions = new TreeMap<>();
    private final List<RawClient> expiring = new ArrayList<>();

    Outage(NodesInOneJvm nodes, List<String> all) throws Exception {
      for (String node : all) {
        sessions.put(node, nodes.owner(admin, node));
      }
      admin.close();
      server.stop();
      all.forEach(node -> nodes.network(node).refuse());
      pass(GIVEN_UP);
      server.start();
      for (long session : sessions.values()) {
        expiring.add(RawClient.takeOver(server.connectString(), session));
      }
      admin = new RawClient(server.connectString());
    }

    @Override
    public void close() throws Exception {
      for (RawClient session : expiring) {
        session.close();
      }
    }
  }

  private static void pass(Duration time) {
    await().atMost(time.plusSeconds(20)).pollDelay(time).until(() -> true);
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions();
  }

  private static List<Long> terms(NodesInOneJvm nodes, String node) {
    return nodes.told(node, DcElected.class).stream().map(DcElected::term).toList();
  }

  /** Returns which transaction wrote each znode but the leases, when nobody writes any more. */
  private Map<String, Long> atRest(NodesInOneJvm nodes) {
    List<Map<String, Long>> seen = new ArrayList<>();
    patiently()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              seen.add(written(nodes));
              int count = seen.size();
              return count > 1 && seen.get(count - 1).equals(seen.get(count - 2));
            });
    return seen.get(seen.size() - 1);
  }

  /** Returns who wrote what when, but for leases, and for the history, which tells of this. */
  private Map<String, Long> written(NodesInOneJvm nodes) throws Exception {
    String history = nodes.paths().of(DocumentKey.HISTORY);
    Map<String, Long> result = new TreeMap<>();
    for (String path : ZKUtil.listSubTreeBFS(admin.zooKeeper(), nodes.paths().root())) {
      Stat stat = admin.zooKeeper().exists(path, false);
      if (stat != null && !path.contains("/leases/") && !path.equals(history)) {
        result.put(path, stat.getMzxid());
      }
    }
    assertThat(result).containsKey(nodes.paths().of(DocumentKey.TERM));
    return result;
  }

  private static int mostActive(List<String> history) {
    int active = 0;
    int most = 0;
    for (String line : history) {
      active += line.startsWith("start") ? 1 : -1;
      most = Math.max(most, active);
    }
    return most;
  }
}
