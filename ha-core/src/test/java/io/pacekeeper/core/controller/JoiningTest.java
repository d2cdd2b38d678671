package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Overrides;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How a node takes its lease, and shows itself as a member. */
class JoiningTest {
  private static final DocumentKey LEASE = DocumentKey.lease("n1");
  private static final DocumentKey MEMBER = DocumentKey.member("n1");

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private Node restart() {
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    return cluster.join("n1", a);
  }

  private MemberDocument member() {
    return cluster.read(MEMBER, MemberDocument.class);
  }

  private Stored stored(DocumentKey key) {
    Stored stored = cluster.store.get(key);
    if (stored == null) {
      throw new AssertionError("not there: " + key);
    }
    return stored;
  }

  private static boolean guards(Node node, long nanos) {
    Effect.Guard guard = node.guard;
    return guard != null && guard.killAtNanos() - nanos > 0;
  }

  @Test
  void aNodeTakesItsLeaseAndShowsItselfInOneWrite() {
    cluster.join("n1", a);
    Write join = cluster.writes.get(0);
    assertThat(join.keys()).containsExactly(LEASE, MEMBER, DocumentKey.report("n1"));
    assertThat(join.transaction().steps()).allMatch(Transaction.Create.class::isInstance);
    assertThat(member().incarnation()).isEqualTo(cluster.lease("n1").incarnation());
    assertThat(member().agents()).containsExactly("a");
  }

  @Test
  void aNodeShowsThatItDeclaresSomethingDifferently() {
    cluster.join("n1", a);
    pass(2000);
    ResourceDefinition other = Overrides.apply(ResourceDefinition.ofDefaults("a"), "priority", "5");
    cluster.join("n2", other);
    pass(2000);

    assertThat(cluster.read(DocumentKey.member("n2"), MemberDocument.class).notice())
        .startsWith("this node declares a differently from version 1");
    assertThat(member().notice()).isNull();
  }

  @Test
  void aReleasedLeaseIsTakenAtOnce() {
    Node first = cluster.join("n1", a);
    pass(2000);
    first.tell(new Input.LeaveRequested("test"));
    pass(1000);
    int version = stored(LEASE).version();
    cluster.join("n1", a);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(stored(LEASE).version()).isEqualTo(version + 1);
    assertThat(cluster.store).doesNotContainKey(DocumentKey.fencing("n1"));
  }

  @Test
  void aNewcomerWaitsForTheLeaseOfItsFormerIncarnationAndKeepsTheEvidence() {
    cluster.join("n1", a);
    pass(2000);
    LeaseDocument former = cluster.lease("n1");
    int version = stored(LEASE).version();
    Node second = restart();
    pass(8750);
    assertThat(cluster.lease("n1")).isEqualTo(former);
    pass(100);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.lease("n1").incarnation()).isNotEqualTo(former.incarnation());
    Write join =
        cluster.writesBesidesRenewals().stream()
            .filter(write -> write.touches(Kind.FENCING))
            .findFirst()
            .orElseThrow();
    assertThat(join.transaction().steps().get(0))
        .isEqualTo(new Transaction.Set(LEASE, version, cluster.lease("n1")));
    assertThat(
            cluster.read(DocumentKey.fencing("n1"), FencingDocument.class).confirmations().get(0))
        .extracting(FencingDocument.Confirmation::incarnation, FencingDocument.Confirmation::means)
        .containsExactly(former.incarnation(), FencingDocument.Means.LEASE);
    assertThat(second.events).anyMatch(ClusterEvent.JoinDelayed.class::isInstance);
    pass(2000);
    assertThat(second.active).containsOnlyKeys("a");
  }

  @Test
  void anUnreadableLeaseIsWaitedForAsLongAsTheLongestLeaseAndATenth() {
    cluster.join("n1", a);
    pass(2000);
    cluster.node("n1").kill();
    cluster.corrupt(LEASE);
    restart();
    pass(65_950);
    assertThat(stored(LEASE).document()).isNull();
    pass(100);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void aLeaseOfNobodyIsPutWhereThatOfANodeWithAnyTraceIsAbsentAndIsWaitedForAsLong() {
    cluster.join("n1", a);
    pass(2000);
    cluster.node("n1").kill();
    cluster.delete(LEASE);
    Node second = restart();
    pass(1000);
    assertThat(cluster.lease("n1").isOfNobody()).isTrue();
    assertThat(second.events)
        .extracting(ClusterEvent::describe)
        .contains(
            "n1 waits to join: its lease, which has been deleted, is waited for, 66000 ms more");
    pass(65_950);
    assertThat(cluster.lease("n1").isOfNobody()).isTrue();
    pass(100);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void aLeaseThatIsDeletedAgainIsWaitedForAnew() {
    cluster.join("n1", a);
    pass(2000);
    cluster.node("n1").kill();
    cluster.delete(LEASE);
    restart();
    pass(60_000);
    cluster.delete(LEASE);
    pass(66_900);
    assertThat(cluster.lease("n1").isOfNobody()).isTrue();
    pass(200);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void theLongestLeaseIsTheOneThatCouldBeReadLast() {
    cluster.write(DocumentKey.CONFIG, longest(Duration.ofSeconds(100)));
    cluster.join("n1", a);
    pass(2000);
    restart();
    cluster.corrupt(DocumentKey.CONFIG);
    cluster.corrupt(LEASE);
    pass(109_900);
    assertThat(stored(LEASE).document()).isNull();
    pass(200);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void whatWillNotWorkAsItSaysIsNamedOnceAtJoin() {
    ResourceDefinition slow =
        Resource.whileRunning("slow", () -> {})
            .stop(Duration.ofSeconds(3), OnFail.FENCE)
            .build()
            .definition();
    ResourceDefinition twice =
        Resource.whileRunning("twice", () -> {}).requires(Requires.NOTHING).build().definition();
    Node node = cluster.join("n1", a, slow, twice);
    pass(1000);
    assertThat(node.events)
        .extracting(ClusterEvent::describe)
        .filteredOn(event -> event.contains("twice") || event.contains("slow"))
        .startsWith(
            "n1: the stop timeout of slow is 3000 ms, but when the lease of 8000 ms ends, stopping"
                + " has 2000 ms, and the JVM is ended then: make the lease 12000 ms or longer, or"
                + " the timeout shorter",
            "n1: resource twice requires nothing: it may be active twice while nodes are cut off;"
                + " leave requires at fencing for what may run once");
  }

  private static ConfigDocument longest(Duration lease) {
    return new ConfigDocument(
        new ClusterOptions(true, false, false, true, lease),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        null);
  }

  @Test
  void aLeaseLongerThanTheLongestIsRefused() {
    cluster.write(DocumentKey.CONFIG, longest(Duration.ofSeconds(7)));
    Node node = cluster.join("n1", a);
    pass(1000);
    assertThat(cluster.store).doesNotContainKey(LEASE);
    assertThat(node.events).anyMatch(event -> event.describe().contains("max-lease of 7000 ms"));
  }

  @Test
  void aJoinWithoutAnAnswerGivesNoRightBeforeARenewal() {
    Node node = cluster.add("n1", a);
    node.fate =
        transaction ->
            new Write("", transaction).touches(Kind.MEMBER) ? Fate.DONE_UNHEARD : Fate.LOST;
    node.connect();
    pass(3000);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(guards(node, cluster.nanos)).isFalse();
    assertThat(node.active).isEmpty();
    node.fate = transaction -> Fate.DONE;
    pass(3000);
    assertThat(node.active).containsOnlyKeys("a");
    assertThat(guards(node, cluster.nanos)).isTrue();
  }

  @Test
  void anotherSessionShowsTheMemberAgainAsItsOwnAndNothingMoves() {
    Node node = cluster.join("n1", a);
    cluster.join("n2", a);
    pass(3000);
    assertThat(cluster.home("a")).isEqualTo(node);
    long started = cluster.highestOrder();
    String incarnation = member().incarnation();
    node.beginSession();
    pass(2000);
    assertThat(stored(MEMBER).owner()).isEqualTo(node.session);
    assertThat(member().incarnation()).isEqualTo(incarnation);
    assertThat(node.active).containsOnlyKeys("a");
    assertThat(cluster.highestOrder()).isEqualTo(started);
  }

  @Test
  void aMemberNodeLeftByAnotherSessionIsReplaced() {
    Node node = cluster.join("n1", a);
    pass(3000);
    cluster.write(MEMBER, member());
    assertThat(stored(MEMBER).owner()).isZero();
    pass(1000);
    assertThat(stored(MEMBER).owner()).isEqualTo(node.session);
  }

  @Test
  void aMemberNodeOfAFormerIncarnationIsReplacedAtTheJoin() {
    MemberDocument left =
        new MemberDocument("former", "h", 1, "v", Instant.EPOCH, new TreeSet<>(), new TreeMap<>());
    cluster.write(LEASE, lease(State.REVOKED));
    cluster.write(MEMBER, left);
    Node node = cluster.join("n1", a);
    assertThat(stored(MEMBER).owner()).isEqualTo(node.session);
    assertThat(member().incarnation()).isEqualTo(cluster.lease("n1").incarnation());
  }

  private static LeaseDocument lease(State state) {
    return new LeaseDocument(state, "former", Duration.ofSeconds(8), Duration.ofSeconds(1));
  }

  @Test
  void anEndingLeaseIsWaitedForLikeAHeldOne() {
    cluster.write(LEASE, lease(State.ENDING));
    cluster.join("n1", a);
    pass(8950);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.ENDING);
    pass(100);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
  }

  @Test
  void aConfigurationThatVanishedWhileNobodyRanIsDeclaredAnew() {
    Node first = cluster.join("n1", a);
    pass(2000);
    first.tell(new Input.LeaveRequested("test"));
    pass(1000);
    cluster.delete(DocumentKey.CONFIG);
    Node second = cluster.join("n1", a);
    pass(3000);
    assertThat(second.active).containsOnlyKeys("a");
    assertThat(second.events)
        .anyMatch(
            event ->
                event.describe().equals("n1: the configuration was gone: it is declared anew"));
  }
}
