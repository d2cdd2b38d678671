package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a JVM waits that is not to take part, and how administrators stop and start it. */
class WaitingTest {
  private static final LeaseOptions LEASE = LeaseOptions.ofLength(Duration.ofSeconds(8));
  private static final JoinOptions AWAITS_SETUP = new JoinOptions(true);

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");
  private final ResourceDefinition b = ResourceDefinition.ofDefaults("b");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  /** Has one node take everything, and two more join. */
  private Node started() {
    Node node = cluster.join("n1", a, b);
    pass(2000);
    cluster.join("n2", a, b);
    cluster.join("n3", a, b);
    pass(2000);
    assertThat(node.active).containsOnlyKeys("a", "b");
    return node;
  }

  private ConfigDocument config() {
    return cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
  }

  private HostDocument host(String node) {
    return cluster.read(DocumentKey.host(node), HostDocument.class);
  }

  private String process(String node) {
    Stored member = cluster.store.get(DocumentKey.member(node));
    MemberDocument shown = member == null ? null : member.as(MemberDocument.class);
    return shown == null ? host(node).process() : shown.process();
  }

  private void say(String node, boolean enabled, @Nullable Boolean started) {
    TreeMap<String, Participation> said = new TreeMap<>(config().participation());
    Participation.Wish wish =
        started == null
            ? null
            : new Participation.Wish(started, process(node), "ann", Instant.EPOCH);
    said.put(node, new Participation(enabled, wish));
    cluster.write(DocumentKey.CONFIG, config().withParticipation(said));
  }

  /** Stops nodes in one write, as pk does. */
  private void stop(String... nodes) {
    TreeMap<String, Participation> said = new TreeMap<>(config().participation());
    for (String node : nodes) {
      said.put(
          node,
          Participation.ENABLED.withWish(
              new Participation.Wish(false, process(node), "ann", Instant.EPOCH)));
    }
    cluster.write(DocumentKey.CONFIG, config().withParticipation(said));
  }

  private void standby(String node) {
    cluster.write(
        DocumentKey.node(node), new NodeDocument(true, false, ImmutableSortedMap.of(), null));
  }

  private void allow(String... nodes) {
    TreeMap<String, Integer> ids = new TreeMap<>();
    for (String node : nodes) {
      ids.put(node, ids.size() + 1);
    }
    cluster.write(DocumentKey.CONFIG, config().withNodes(ids));
  }

  private static List<String> told(Node node) {
    return node.events.stream().map(ClusterEvent::describe).toList();
  }

  @Test
  void aNodeThatIsStoppedIsDrainedReleasesItsLeaseAndShowsThatItWaits() {
    Node node = started();
    String life = cluster.lease("n1").incarnation();
    String process = process("n1");
    cluster.writes.clear();
    say("n1", true, false);
    pass(2000);
    assertThat(node.active).isEmpty();
    assertThat(cluster.home("a")).isNotEqualTo(node);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.RELEASED);
    assertThat(cluster.lease("n1").incarnation()).isEqualTo(life);
    assertThat(cluster.store).doesNotContainKey(DocumentKey.member("n1"));
    assertThat(node.finished).as("it goes on").isNull();
    assertThat(host("n1").process()).isEqualTo(process);
    assertThat(host("n1").waitsFor()).isEqualTo("was stopped by ann");
    assertThat(told(node))
        .contains(
            "n1 left: it was stopped by ann",
            "n1 waits to join: ann has stopped it: pk cluster start n1 has it take part");
    List<List<DocumentKey>> last =
        cluster.writes.stream()
            .filter(write -> write.node().equals("n1") && !write.renews())
            .map(Write::keys)
            .toList();
    assertThat(last)
        .as("all in one write")
        .endsWith(
            List.of(DocumentKey.lease("n1"), DocumentKey.member("n1"), DocumentKey.host("n1")));
  }

  @Test
  void aNodeThatWaitsWritesNothing() {
    started();
    say("n1", true, false);
    pass(2000);
    cluster.writes.clear();
    pass(120_000);
    assertThat(cluster.writes).noneMatch(write -> write.node().equals("n1"));
  }

  @Test
  void aNodeThatIsStartedAgainJoinsAsAnotherIncarnationInOneWrite() {
    Node node = started();
    String life = cluster.lease("n1").incarnation();
    say("n1", true, false);
    pass(2000);
    cluster.writes.clear();
    say("n1", true, true);
    pass(1000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isNotEqualTo(life);
    assertThat(cluster.store).doesNotContainKey(DocumentKey.host("n1"));
    Write join =
        cluster.writes.stream()
            .filter(write -> write.node().equals("n1"))
            .findFirst()
            .orElseThrow();
    assertThat(join.keys())
        .containsExactly(
            DocumentKey.lease("n1"),
            DocumentKey.member("n1"),
            DocumentKey.host("n1"),
            DocumentKey.report("n1"));
    say("n2", true, false);
    say("n3", true, false);
    pass(2000);
    assertThat(node.active).as("it serves again").containsOnlyKeys("a", "b");
  }

  @Test
  void nothingIsReleasedAndNoOtherLifeBegunBeforeEverythingHasReturned() {
    Node node = started();
    String life = cluster.lease("n1").incarnation();
    node.holdsOperations = true;
    say("n1", true, false);
    pass(1000);
    say("n1", true, true);
    pass(4000);
    assertThat(node.held).isNotEmpty();
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isEqualTo(life);
    node.holdsOperations = false;
    while (!node.held.isEmpty()) {
      node.finish(node.held.remove(0));
    }
    pass(2000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isNotEqualTo(life);
  }

  @Test
  void whatIsActiveOnANodeThatIsStoppedIsOrderedAwayBeforeItHasHeardOfThat() {
    started();
    standby("n1");
    pass(1000);
    Node busy = cluster.home("a");
    busy.paused = true;
    int before = cluster.orders().size();
    say(busy.name, true, false);
    pass(200);
    assertThat(cluster.orders().subList(before, cluster.orders().size()))
        .as("by the DC, which has")
        .anyMatch(
            orders ->
                orders.actions().stream().anyMatch(action -> action.operation() == Operation.STOP));
    busy.paused = false;
    pass(1000);
    assertThat(busy.active).isEmpty();
    assertThat(cluster.home("a").name).isNotIn("n1", busy.name);
  }

  @Test
  void aDcThatIsStoppedWithAllOthersWaitsUntilTheyHaveStoppedEverything() {
    Node first = cluster.join("n1", a);
    pass(2000);
    Node second = cluster.join("n2", a);
    pass(1000);
    assertThat(cluster.term().node()).isEqualTo("n1");
    standby("n1");
    pass(1000);
    assertThat(second.active).containsOnlyKeys("a");
    second.holdsOperations = true;
    stop("n1", "n2");
    pass(5000);
    assertThat(cluster.lease("n1").state()).as("of the DC").isEqualTo(State.HELD);
    second.finish(second.held.remove(0));
    pass(1000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.RELEASED);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.RELEASED);
    assertThat(first.active).isEmpty();
  }

  @Test
  void whereAllAreClosedAfterTheDcHasGoneOneOfThemIsElectedToStopTheRest() {
    cluster.join("n1", a);
    pass(2000);
    Node second = cluster.join("n2", a);
    pass(1000);
    standby("n1");
    pass(1000);
    cluster.node("n1").tell(new Input.LeaveRequested("close was called"));
    cluster.settle();
    assertThat(cluster.lease("n1").state()).isEqualTo(State.RELEASED);
    second.tell(new Input.LeaveRequested("close was called"));
    pass(1500);
    assertThat(second.active).isEmpty();
    assertThat(second.finished).as("long before the drain timeout").isEqualTo("close was called");
  }

  @Test
  void whatAnAdministratorWantsOfAJvmIsNothingToTheNextOne() {
    started();
    say("n1", true, false);
    pass(2000);
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.join("n1", a, b);
    pass(1000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void aJvmOfADisabledNodeWaitsAndOneThatTakesPartIsLeftAlone() {
    Node node = started();
    say("n1", false, true);
    pass(2000);
    assertThat(node.active).containsOnlyKeys("a", "b");
    node.kill();
    node.expireSession();
    Node next = cluster.join("n1", a, b);
    pass(1000);
    assertThat(host("n1").waitsFor()).isEqualTo("is disabled");
    assertThat(told(next))
        .contains("n1 waits to join: it is disabled: pk cluster start n1 has it take part");
    say("n1", false, true);
    pass(15_000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void aJvmThatIsNotOnTheListIsRefusedByNameAndJoinsWhenItIs() {
    started();
    allow("n1", "n2", "n3");
    Node stranger = cluster.join("n4", a, b);
    pass(3000);
    assertThat(told(stranger))
        .contains(
            "n4 cannot join: it is not one of the cluster's nodes (n1, n2, n3): pk cluster node"
                + " add n4 makes it one");
    assertThat(cluster.store).doesNotContainKey(DocumentKey.lease("n4"));
    assertThat(host("n4").waitsFor()).isEqualTo("is not one of the cluster's nodes");
    allow("n1", "n2", "n3", "n4");
    pass(1000);
    assertThat(cluster.lease("n4").state()).isEqualTo(State.HELD);
  }

  @Test
  void aNodeThatIsTakenOffTheListLeavesAndItsTracesCanBeTakenAway() {
    Node node = started();
    allow("n2", "n3");
    pass(2000);
    assertThat(node.active).isEmpty();
    assertThat(cluster.lease("n1").state()).isEqualTo(State.RELEASED);
    cluster.delete(DocumentKey.orders("n1"));
    cluster.delete(DocumentKey.report("n1"));
    cluster.writes.clear();
    pass(120_000);
    assertThat(cluster.writesBesidesRenewals()).as("nobody misses it").isEmpty();
    assertThat(told(cluster.node("n2"))).noneMatch(event -> event.contains("cannot be read"));
  }

  @Test
  void aJvmThatAwaitsSetupMakesNoClusterAndJoinsTheOneThatIsSetUp() {
    Node node = cluster.add("n1", LEASE, AWAITS_SETUP, a);
    node.connect();
    pass(5000);
    assertThat(cluster.store).containsOnlyKeys(DocumentKey.host("n1"));
    assertThat(host("n1").waitsFor()).isEqualTo("waits for the cluster to be set up");
    cluster.write(DocumentKey.CONFIG, ConfigDocument.EMPTY);
    pass(3000);
    assertThat(node.active).containsOnlyKeys("a");
  }

  @Test
  void aJvmThatWaitsDoesNotMakeTheClusterAgainThatIsDestroyed() {
    Node node = cluster.join("n1", a);
    pass(2000);
    say("n1", true, false);
    pass(1000);
    for (DocumentKey key : List.copyOf(cluster.store.keySet())) {
      if (key.kind() != Kind.LEASE && key.kind() != Kind.HOST && key.kind() != Kind.ELECTED) {
        cluster.delete(key);
      }
    }
    pass(5000);
    assertThat(host("n1").waitsFor()).isEqualTo("waits for the cluster to be set up again");
    assertThat(cluster.store).doesNotContainKey(DocumentKey.CONFIG);
    cluster.write(DocumentKey.CONFIG, ConfigDocument.EMPTY);
    pass(3000);
    assertThat(node.active).containsOnlyKeys("a");
    assertThat(cluster.term().term()).as("terms go on").isEqualTo(2);
  }

  @Test
  void aJvmThatNeverCouldReadTheConfigurationWaitsForThat() {
    cluster.write(DocumentKey.CONFIG, ConfigDocument.EMPTY);
    cluster.corrupt(DocumentKey.CONFIG);
    Node node = cluster.join("n1", a);
    pass(2000);
    assertThat(host("n1").waitsFor()).isEqualTo("waits for a configuration that can be read");
    cluster.write(DocumentKey.CONFIG, ConfigDocument.EMPTY);
    pass(3000);
    assertThat(node.active).containsOnlyKeys("a");
  }

  @Test
  void aLeaseThatCouldNotBeReleasedIsGivenBackByTheJvmThatWaits() {
    Node node = started();
    node.fate =
        transaction -> new Write("", transaction).touches(Kind.MEMBER) ? Fate.LOST : Fate.DONE;
    say("n1", true, false);
    pass(2000);
    assertThat(node.active).isEmpty();
    node.disconnect();
    pass(9000);
    assertThat(told(node))
        .contains("n1 left: it was stopped by ann; its lease could not be released, and lapses");
    node.fate = transaction -> Fate.DONE;
    String life = cluster.lease("n1").incarnation();
    node.connect();
    pass(500);
    assertThat(cluster.lease("n1").state().isOver()).isTrue();
    assertThat(cluster.lease("n1").incarnation()).isEqualTo(life);
    assertThat(cluster.store).doesNotContainKey(DocumentKey.member("n1"));
    assertThat(host("n1").waitsFor()).isEqualTo("was stopped by ann");
    say("n1", true, true);
    pass(1000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isNotEqualTo(life);
  }

  @Test
  void aJvmThatWaitsLeavesAtOnceWhenItIsClosed() {
    Node node = started();
    say("n1", true, false);
    pass(2000);
    node.tell(new Input.LeaveRequested("close was called"));
    pass(100);
    assertThat(node.finished).isEqualTo("close was called");
  }

  @Test
  void aJvmThatWaitsShowsItselfAgainInAnotherSession() {
    Node node = started();
    say("n1", true, false);
    pass(2000);
    node.beginSession();
    pass(500);
    Stored shown = cluster.store.get(DocumentKey.host("n1"));
    assertThat(shown).isNotNull();
    assertThat(shown.owner()).isEqualTo(node.session);
  }

  @Test
  void ofTwoJvmsByOneNameTheLaterShowsItselfAndNeitherWritesOn() {
    Node former = started();
    say("n1", true, false);
    pass(2000);
    String process = process("n1");
    cluster.nodes.remove("n1");
    say("n1", false, false);
    Node later = cluster.join("n1", a, b);
    cluster.nodes.put("n0", former);
    pass(2000);
    assertThat(host("n1").process()).isNotEqualTo(process);
    cluster.writes.clear();
    pass(70_000);
    assertThat(cluster.writes).noneMatch(write -> write.touches(Kind.HOST));
    later.kill();
    later.expireSession();
    pass(1000);
    assertThat(host("n1").process()).isEqualTo(process);
  }

  @Test
  void theCreationOfWhatIsShownIsAnEphemeralDocumentOfItsSession() {
    Node node = cluster.add("n1", LEASE, AWAITS_SETUP, a);
    node.connect();
    pass(100);
    assertThat(cluster.writes)
        .singleElement()
        .satisfies(
            write ->
                assertThat(write.transaction().steps())
                    .containsExactly(new Transaction.Create(DocumentKey.host("n1"), host("n1"))));
    Stored shown = cluster.store.get(DocumentKey.host("n1"));
    assertThat(shown).isNotNull();
    assertThat(shown.owner()).isEqualTo(node.session);
  }
}
