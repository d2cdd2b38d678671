package io.pacekeeper.core.controller;

import static io.pacekeeper.core.controller.SoloNode.commit;
import static io.pacekeeper.core.controller.SoloNode.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node keeps its lease and guards it, effect by effect. */
class NodeLeaseTest {
  private static final DocumentKey LEASE = DocumentKey.lease("n1");
  private static final long TOKEN = new OrderNumber(7, 1).token();

  private final SoloNode node = new SoloNode(ResourceDefinition.ofDefaults("a"));
  private final LeaseDocument held = held("life1");
  private long joinedNanos;

  /** It joins by a write that takes 300 ms, a cluster whose DC is another node. */
  @BeforeEach
  void itHasJoined() {
    node.put(DocumentKey.TERM, 6, new TermDocument(7, "n9", "other"));
    node.put(DocumentKey.lease("n9"), 6, held("other"));
    Application shop =
        new Application(1, ImmutableSortedMap.of("a", ResourceDefinition.ofDefaults("a")));
    node.put(
        DocumentKey.CONFIG,
        0,
        new ConfigDocument(
            ClusterOptions.DEFAULTS,
            ImmutableSortedMap.of("shop", shop),
            ImmutableSortedMap.of(),
            null));
    joinedNanos = node.nanos;
    Effect.Commit join = commit(node.connect());
    node.pass(300);
    assertThat(only(Effect.Commit.class, node.committed(join, 0))).isEmpty();
  }

  private static LeaseDocument held(String incarnation) {
    return new LeaseDocument(
        State.HELD, incarnation, SoloNode.LEASE.length(), SoloNode.LEASE.margin());
  }

  private Effect.Guard guard(long untilNanos, boolean armed) {
    return new Effect.Guard(
        untilNanos - SoloNode.LEASE.stopBudget().toNanos() - SoloNode.LEASE.killBudget().toNanos(),
        untilNanos - SoloNode.LEASE.killBudget().toNanos(),
        armed,
        "life1");
  }

  private long until(long sentNanos) {
    return sentNanos + SoloNode.LEASE.length().toNanos();
  }

  private List<Effect> start() {
    OrdersDocument orders =
        new OrdersDocument(
            "life1",
            new OrderNumber(7, 1),
            List.of(new OrderedAction(TOKEN, Operation.START, "a", List.of(), "go")),
            ImmutableSortedSet.of(),
            false);
    return node.tell(new Input.Changed(node.put(DocumentKey.orders("n1"), 0, orders)));
  }

  @Test
  void itRenewsByComparingAndCountsFromTheSending() {
    node.pass(700);
    Effect.Commit renewal = commit(node.tick());
    assertThat(renewal.transaction())
        .isEqualTo(Transaction.of(new Transaction.Set(LEASE, 0, held)));
    long sent = node.nanos;
    node.pass(400);
    assertThat(only(Effect.Guard.class, node.committed(renewal, 1)))
        .containsExactly(guard(until(sent), false));
    node.pass(600);
    assertThat(commit(node.tick()).transaction())
        .isEqualTo(Transaction.of(new Transaction.Set(LEASE, 1, held)));
  }

  @Test
  void oneRenewalIsUnderWayAtATime() {
    node.pass(700);
    commit(node.tick());
    node.pass(5000);
    assertThat(only(Effect.Commit.class, node.tick())).isEmpty();
  }

  @Test
  void aRenewalThatConflictsExtendsNothingAndTheLeaseIsRead() {
    node.pass(700);
    Effect.Commit renewal = commit(node.tick());
    List<Effect> effects = node.tell(new Input.Conflicted(renewal.request(), LEASE));
    assertThat(only(Effect.Guard.class, effects)).isEmpty();
    assertThat(effects).contains(new Effect.Refresh(Set.of(LEASE)));
    node.pass(1000);
    assertThat(only(Effect.Commit.class, node.tick())).isEmpty();
    assertThat(commit(node.tell(new Input.Changed(node.put(LEASE, 4, held)))).transaction())
        .isEqualTo(Transaction.of(new Transaction.Set(LEASE, 4, held)));
  }

  @Test
  void theGuardIsArmedWhileSomethingMayBeActiveAndNotLonger() {
    List<Effect> effects = start();
    assertThat(effects)
        .contains(
            guard(until(joinedNanos), true),
            new Effect.RunOperation(1, Operation.START, "a", TOKEN, "go"));
    node.tell(new Input.OperationReturned(1, null));
    assertThat(only(Effect.Guard.class, node.pass(4850).tick())).isEmpty();
    List<Effect> stopping = node.pass(50).tick();
    assertThat(stopping)
        .contains(
            new Effect.Publish(
                new ClusterEvent.LeaseEnding("n1", "its lease ends and could not be renewed")),
            new Effect.RevokeActivation("a", TOKEN),
            new Effect.RunOperation(
                2, Operation.STOP, "a", TOKEN, "its lease ends and could not be renewed"));
    assertThat(only(Effect.Guard.class, stopping)).isEmpty();
    assertThat(node.tell(new Input.OperationReturned(2, null)))
        .contains(guard(until(joinedNanos), false));
  }

  @Test
  void nothingBeginsWithoutAConnectionOrBeforeEverythingIsReadAgain() {
    node.tell(new Input.Disconnected());
    assertThat(only(Effect.RunOperation.class, start())).isEmpty();
    List<Effect> connected = node.tell(new Input.Connected(5));
    assertThat(only(Effect.RunOperation.class, connected)).isEmpty();
    assertThat(only(Effect.RunOperation.class, node.answer(connected))).hasSize(1);
  }

  @Test
  void nothingBeginsNearTheEndOfTheLease() {
    node.pass(4900).tick();
    assertThat(only(Effect.RunOperation.class, start())).isEmpty();
  }

  @Test
  void aLeaseThatWasRevokedStopsEverythingAndAnotherLifeBegins() {
    start();
    node.tell(new Input.OperationReturned(1, null));
    List<Effect> lost =
        node.answer(node.tell(new Input.Changed(node.put(LEASE, 1, held.with(State.REVOKED)))));
    assertThat(lost)
        .contains(
            new Effect.Publish(new ClusterEvent.LeaseEnding("n1", "its lease was taken away")),
            new Effect.RunOperation(2, Operation.STOP, "a", TOKEN, "its lease was taken away"));
    Effect.Guard guard = only(Effect.Guard.class, lost).get(0);
    assertThat(guard.armed()).isTrue();
    assertThat(guard.beginUntilNanos()).isLessThan(node.nanos);
    assertThat(guard.killAtNanos()).isEqualTo(guard(until(joinedNanos), true).killAtNanos());
    List<Effect> stopped = node.tell(new Input.OperationReturned(2, null));
    assertThat(only(Effect.Guard.class, stopped))
        .extracting(Effect.Guard::armed)
        .containsExactly(false);
    Effect.Commit join = commit(node.answer(stopped));
    Transaction.Set taking = (Transaction.Set) join.transaction().steps().get(0);
    assertThat(taking.version()).isEqualTo(1);
    assertThat(((LeaseDocument) taking.document()).incarnation()).isEqualTo("life2");
  }

  @Test
  void aRenewalOfADocumentThatWasMadeAnewExtendsNothing() {
    node.pass(700);
    Effect.Commit renewal = commit(node.tick());
    node.created = 555;
    List<Effect> effects = node.committed(renewal, 1);
    assertThat(effects)
        .contains(
            new Effect.Publish(new ClusterEvent.LeaseEnding("n1", "its lease was taken away")));
    assertThat(only(Effect.Guard.class, effects))
        .allMatch(guard -> guard.beginUntilNanos() - node.nanos < 0 && !guard.armed());
  }

  /** The DC's lease does not move; this node is the first candidate. */
  @Test
  void anotherNodesLeaseIsObservedFromTheReplyOn() {
    node.tell(new Input.Disconnected());
    node.pass(500);
    node.put(DocumentKey.lease("n9"), 7, held("other"));
    List<Effect> asked = node.tell(new Input.Connected(5));
    List<Effect.Commit> renewals = new ArrayList<>(only(Effect.Commit.class, asked));
    node.pass(3000);
    renewals.addAll(only(Effect.Commit.class, node.answer(asked)));
    long lapses = node.inMillis(8800);
    while (node.nanos < lapses) {
      assertThat(renewals).allSatisfy(commit -> assertThat(isRenewal(commit)).isTrue());
      List<Effect.Commit> next = new ArrayList<>();
      for (Effect.Commit renewal : renewals) {
        int version = node.store.get(LEASE).version() + 1;
        next.addAll(only(Effect.Commit.class, node.committed(renewal, version)));
      }
      next.addAll(only(Effect.Commit.class, node.pass(100).tick()));
      renewals = next;
    }
    assertThat(renewals).anySatisfy(commit -> assertThat(isRenewal(commit)).isFalse());
  }

  private static boolean isRenewal(Effect.Commit commit) {
    return commit.transaction().steps().stream().allMatch(step -> step.key().equals(LEASE));
  }
}
