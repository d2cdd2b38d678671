package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the DC takes to be active where: what was ordered, until it is known not to be. */
class DcBeliefsTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  @BeforeEach
  void theDcIsInStandbyAndTheResourceIsActiveOnTheSecondNode() {
    standby("n1", true);
    cluster.join("n1", a);
    pass(100);
    cluster.join("n2", a);
    pass(2000);
    cluster.join("n3", a);
    pass(2000);
    assertThat(cluster.home("a").name).isEqualTo("n2");
    assertThat(cluster.term().node()).isEqualTo("n1");
    cluster.writes.clear();
  }

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private void standby(String node, boolean standby) {
    cluster.write(
        DocumentKey.node(node), new NodeDocument(standby, false, ImmutableSortedMap.of(), null));
  }

  private ReportDocument report(String node) {
    return cluster.read(DocumentKey.report(node), ReportDocument.class);
  }

  private OrdersDocument order(String node) {
    return cluster.read(DocumentKey.orders(node), OrdersDocument.class);
  }

  /** Has every report of a node be lost. */
  private Node silence(String name) {
    Node node = cluster.node(name);
    node.fate =
        transaction -> new Write("", transaction).touches(Kind.REPORT) ? Fate.LOST : Fate.DONE;
    return node;
  }

  private void theDcDies() {
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
  }

  @Test
  void anOrderIsUnansweredUntilAReportNamesIt() {
    Node home = silence("n2");
    standby("n2", true);
    pass(10_000);
    assertThat(cluster.activeTimes()).isEmpty();
    assertThat(report("n2").consumed()).isLessThan(order("n2").number());
    home.fate = transaction -> Fate.DONE;
    pass(2000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aStaleReportDoesNotCancelANewerOrder() {
    standby("n3", true);
    standby("n2", true);
    pass(1000);
    assertThat(cluster.activeTimes()).isEmpty();
    ReportDocument stopped = report("n2");
    Node home = silence("n2");
    standby("n2", false);
    pass(1000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(report("n2")).isEqualTo(stopped);
    standby("n3", false);
    standby("n2", true);
    pass(5000);
    assertThat(cluster.node("n3").active).isEmpty();
    home.fate = transaction -> Fate.DONE;
    pass(1000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aMemberNodeThatVanishesProvesNothing() {
    Node home = cluster.node("n2");
    home.disconnect();
    home.expireSession();
    pass(4000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.lease("n2").state()).isEqualTo(State.HELD);
    pass(6000);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.REVOKED);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aLeaseOfNobodyIsPutWhereOneIsAbsentAndIsWaitedForLikeAnyOther() {
    cluster.node("n2").kill();
    cluster.delete(DocumentKey.lease("n2"));
    pass(1100);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.ENDING);
    assertThat(cluster.lease("n2").isOfNobody()).isTrue();
    pass(65_800);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.ENDING);
    assertThat(cluster.activeTimes()).isEmpty();
    pass(1000);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.REVOKED);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void ordersThatAreGoneBeforeTheirAnswerWasHeardAreTakenForGiven() {
    Node dc = cluster.node("n1");
    Node target = cluster.node("n3");
    target.holdsOperations = true;
    dc.fate =
        transaction -> {
          if (!new Write("", transaction).touches(Kind.ORDERS)
              || !transaction.toString().contains("START")) {
            return Fate.DONE;
          }
          dc.fate = next -> Fate.DONE;
          return Fate.DONE_UNHEARD;
        };
    dc.stalls = true;
    standby("n2", true);
    pass(1000);
    assertThat(dc.paused).isTrue();
    assertThat(target.held).hasSize(1);
    cluster.delete(DocumentKey.orders("n3"));
    standby("n3", true);
    standby("n2", false);
    dc.stalls = false;
    dc.paused = false;
    pass(3000);
    assertThat(cluster.node("n2").active).isEmpty();
    assertThat(cluster.orders()).anyMatch(OrdersDocument::sync);
    target.holdsOperations = false;
    target.held.forEach(target::finish);
    pass(3000);
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void aRevocationComparesWhatWasObservedAndIsOneWriteWithWhatFollows() {
    Node home = cluster.node("n2");
    home.kill();
    Stored lease = cluster.store.get(DocumentKey.lease("n2"));
    assertThat(lease).isNotNull();
    home.expireSession();
    pass(10_000);
    Write revocation =
        cluster.writes.stream().filter(w -> w.touches(Kind.FENCING)).findFirst().orElseThrow();
    assertThat(revocation.keys())
        .containsExactly(
            DocumentKey.TERM,
            DocumentKey.elected("n1"),
            DocumentKey.lease("n2"),
            DocumentKey.fencing("n2"),
            DocumentKey.orders("n3"),
            DocumentKey.HISTORY);
    assertThat(revocation.transaction().steps().get(2))
        .isEqualTo(
            new Transaction.Set(DocumentKey.lease("n2"), lease.version(), cluster.lease("n2")));
  }

  @Test
  void aNodeWhoseOrdersAreGoneIsAskedFirst() {
    theDcDies();
    cluster.delete(DocumentKey.orders("n2"));
    pass(12_000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.orders()).anyMatch(orders -> orders.sync() && orders.actions().isEmpty());
    assertThat(order("n2").sync()).isTrue();
    assertThat(report("n2").consumed()).isEqualTo(order("n2").number());
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void untilSuchANodeAnswersAnythingCouldBeActiveThere() {
    Node third = silence("n3");
    theDcDies();
    cluster.delete(DocumentKey.orders("n3"));
    pass(12_000);
    standby("n2", true);
    pass(3000);
    standby("n2", false);
    pass(3000);
    assertThat(cluster.activeTimes().getOrDefault("a", 0)).isLessThanOrEqualTo(1);
    assertThat(third.active).isEmpty();
    third.fate = transaction -> Fate.DONE;
    pass(3000);
    assertThat(cluster.activeTimes()).containsEntry("a", 1);
  }

  @Test
  void anOrderForAnotherIncarnationIsIgnored() {
    OrderNumber number = new OrderNumber(9, 9);
    OrderedAction start = new OrderedAction(number.token(), Operation.START, "a", List.of(), "old");
    cluster.write(
        DocumentKey.orders("n3"),
        new OrdersDocument("former", number, List.of(start), new TreeSet<>(), false));
    pass(3000);
    assertThat(cluster.node("n3").active).isEmpty();
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void aReportOfAnotherIncarnationIsNotBelieved() {
    Node home = silence("n2");
    cluster.write(
        DocumentKey.report("n2"),
        new ReportDocument("former", new OrderNumber(9, 9), false, ImmutableSortedMap.of()));
    pass(5000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.node("n3").active).isEmpty();
  }

  @Test
  void aReportThatIsGoneLeavesEverythingPossiblyActive() {
    Node home = silence("n2");
    cluster.delete(DocumentKey.report("n2"));
    pass(5000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.node("n3").active).isEmpty();
  }

  @Test
  void aLeaseThatBecomesUnreadableDoesNotLastShorterThanItSaid() {
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    ClusterOptions options = new ClusterOptions(true, false, false, true, Duration.ofSeconds(2));
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(options, config.applications(), config.overrides(), null));
    Node home = cluster.node("n2");
    home.kill();
    home.expireSession();
    cluster.corrupt(DocumentKey.lease("n2"));
    pass(8700);
    assertThat(cluster.activeTimes()).isEmpty();
    pass(300);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }
}
