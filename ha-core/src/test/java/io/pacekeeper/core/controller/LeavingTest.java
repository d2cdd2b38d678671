package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a node leaves: drained in order, or by itself; its lease is the last that it gives up. */
class LeavingTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  /** Returns a node that is DC and runs everything, beside another one. */
  private Node started() {
    Node node = cluster.join("n1", a);
    pass(2000);
    cluster.join("n2", a);
    pass(1000);
    assertThat(cluster.home("a")).isEqualTo(node);
    return node;
  }

  private static void leave(Node node) {
    node.tell(new Input.LeaveRequested("test"));
  }

  private void isReleased(Node node) {
    assertThat(node.finished).isEqualTo("test");
    assertThat(cluster.lease(node.name).state()).isEqualTo(State.RELEASED);
    assertThat(cluster.store).doesNotContainKey(DocumentKey.member(node.name));
  }

  @Test
  void theLeaseAndTheMemberNodeGoInOneWrite() {
    Node node = started();
    cluster.writes.clear();
    leave(node);
    pass(1000);
    isReleased(node);
    assertThat(cluster.writes)
        .anyMatch(
            write ->
                write
                    .keys()
                    .equals(java.util.List.of(DocumentKey.lease("n1"), DocumentKey.member("n1"))));
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void aNodeWhoseDeclarationsAreRefusedLeavesAllTheSame() {
    started();
    Node node = cluster.add("n3", a, ResourceDefinition.ofDefaults("b"));
    node.fate =
        transaction -> new Write("", transaction).touches(Kind.CONFIG) ? Fate.REFUSED : Fate.DONE;
    node.connect();
    pass(2000);
    assertThat(node.events)
        .filteredOn(event -> event.describe().contains("its declarations are refused"))
        .hasSize(1);
    leave(node);
    pass(2000);
    isReleased(node);
  }

  @Test
  void nothingIsReleasedBeforeEverythingHasReturned() {
    Node node = started();
    node.holdsOperations = true;
    leave(node);
    pass(5000);
    assertThat(node.held).hasSize(1);
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    node.finish(node.held.remove(0));
    pass(1000);
    isReleased(node);
  }

  @Test
  void theLastNodeStopsEverythingAndReleasesItsLease() {
    Node node = cluster.join("n1", a);
    pass(2000);
    leave(node);
    pass(1000);
    isReleased(node);
    assertThat(node.active).isEmpty();
  }

  @Test
  void whatIsNotDrainedInTimeIsStoppedByTheNodeItself() {
    started();
    Node second = cluster.node("n2");
    leave(cluster.node("n1"));
    pass(2000);
    assertThat(cluster.home("a")).isEqualTo(second);
    cluster.join("n3");
    pass(1000);
    second.fate =
        transaction -> new Write("", transaction).touches(Kind.ORDERS) ? Fate.LOST : Fate.DONE;
    leave(second);
    pass(29_500);
    assertThat(second.active).containsOnlyKeys("a");
    pass(1500);
    assertThat(second.active).isEmpty();
    isReleased(second);
  }

  @Test
  void aReleaseWithoutAnAnswerIsLookedFor() {
    Node node = started();
    node.fate =
        transaction ->
            new Write("", transaction).touches(Kind.MEMBER) ? Fate.DONE_UNHEARD : Fate.DONE;
    leave(node);
    pass(2000);
    isReleased(node);
  }

  @Test
  void aReleaseThatWasLostIsSentAgainAndNothingBeginsMeanwhile() {
    Node node = started();
    node.fate =
        transaction -> new Write("", transaction).touches(Kind.MEMBER) ? Fate.LOST : Fate.DONE;
    leave(node);
    pass(1000);
    assertThat(node.active).isEmpty();
    assertThat(node.finished).isNull();
    Effect.Guard guard = node.guard;
    assertThat(guard).isNotNull();
    assertThat(guard.armed()).isFalse();
    assertThat(guard.beginUntilNanos()).isLessThan(cluster.nanos);
    node.fate = transaction -> Fate.DONE;
    pass(1000);
    isReleased(node);
  }

  @Test
  void aNodeThatCannotReachTheStoreStopsAndLeavesItsLeaseToLapse() {
    Node node = started();
    node.disconnect();
    leave(node);
    pass(5300);
    assertThat(node.active).isEmpty();
    pass(33_000);
    assertThat(node.finished).isEqualTo("test; its lease could not be released, and lapses");
    assertThat(node.halted).isNull();
    assertThat(cluster.lease("n1").state()).isEqualTo(State.REVOKED);
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void aNodeWhoseLeaseWasLostLeavesWithoutIt() {
    Node node = started();
    node.holdsOperations = true;
    cluster.corrupt(DocumentKey.lease("n1"));
    pass(500);
    leave(node);
    pass(500);
    assertThat(node.finished).isNull();
    node.finish(node.held.remove(0));
    pass(100);
    assertThat(node.finished).isEqualTo("test; its lease was lost before");
  }

  @Test
  void aNodeThatHasNotJoinedLeavesAtOnce() {
    Node node = cluster.add("n1", a);
    leave(node);
    pass(0);
    assertThat(node.finished).isEqualTo("test");
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void aJoinThatIsUnderWayIsWaitedFor() {
    Node node = cluster.add("n1", a);
    node.connect();
    leave(node);
    pass(1000);
    assertThat(node.finished).isEqualTo("test");
    assertThat(cluster.store)
        .satisfiesAnyOf(
            store -> assertThat(store).doesNotContainKey(DocumentKey.lease("n1")),
            store -> assertThat(cluster.lease("n1").state()).isEqualTo(State.RELEASED));
  }

  @Test
  void aStopThatFailedAndOnlyBlocksHaltsTheJvmWhenTheNodeLeaves() {
    ResourceDefinition blocked = ServicesBench.resource("a", OnFail.BLOCK);
    Node node = cluster.join("n1", blocked);
    pass(2000);
    node.service = run -> run.operation() == Operation.STOP ? "stuck" : null;
    leave(node);
    pass(29_000);
    assertThat(node.halted).isNull();
    pass(2000);
    assertThat(node.halted).isEqualTo("it leaves, and what was to be stopped could not be: a");
    assertThat(node.finished).isNull();
  }

  @Test
  void aFinishedNodeDoesNothingMore() {
    Node node = cluster.join("n1", a);
    pass(2000);
    leave(node);
    pass(1000);
    int writes = cluster.writes.size();
    node.tell(new Input.Disconnected());
    node.tell(new Input.Connected(99));
    pass(20_000);
    assertThat(cluster.writes).hasSize(writes);
    assertThat(node.controller.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
