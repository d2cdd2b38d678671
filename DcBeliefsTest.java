package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
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
    cluster.pass(Duration.ofMillis(100));
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

  private static boolean reports(io.pacekeeper.core.document.Transaction transaction) {
    return new Write("", transaction).touches(Kind.REPORT);
  }

  @Test
  void anOrderIsUnansweredUntilAReportNamesIt() {
    Node home = cluster.node("n2");
    home.fate = transaction -> reports(transaction) ? Fate.LOST : Fate.DONE;
    standby("n2", true);
    pass(10_000);
    assertThat(home.active).isEmpty();
    assertThat(cluster.activeTimes()).isEmpty();
    assertThat(report("n2").consumed()).isLessThan(order("n2").number());
    home.fate = transaction -> Fate.DONE;
    pass(2000);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void aStaleReportDoesNotCancelANewerOrder() {
    Node home = cluster.node("n2");
    standby("n3", true);
    standby("n2", true);
    pass(1000);
    assertThat(cluster.activeTimes()).isEmpty();
    ReportDocument stopped = report("n2");
    home.fate = transaction -> reports(transaction) ? Fate.LOST : Fate.DONE;
    standby("n2", false);
    pass(1000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(report("n2")).isEqualTo(stopped);
    standby("n3", false);
    standby("n2", true);
    pass(5000);
    assertThat(cluster.activeTimes().keySet()).doesNotContain("a");
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
    pass(5000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.lease("n2").state()).isEqualTo(State.HELD);
    pass(5000);
    assertThat(cluster.lease("n2").state()).isEqualTo(State.REVOKED);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }

  @Test
  void whatWasRevokedAndWhatFollowsAreOneWriteThatComparesWhatWasObserved() {
    int version = 0;
    Node home = cluster.node("n2");
    pass(100);
    home.kill();
    version = cluster.store.get(DocumentKey.lease("n2")).version();
    home.expireSession();
    pass(10_000);
    Write revocation =
        cluster.writes.stream().filter(w -> w.touches(Kind.FENCING)).findFirst().orElseThrow();
    assertThat(revocation.keys())
        .containsExactly(
            DocumentKey.TERM,
            DocumentKey.lease("n2"),
            DocumentKey.fencing("n2"),
            DocumentKey.orders("n3"));
    assertThat(revocation.transaction().steps().get(1))
        .isEqualTo(
            new io.pacekeeper.core.document.Transaction.Set(
                DocumentKey.lease("n2"), version, cluster.lease("n2")));
  }

  @Test
  void aNodeWhoseOrdersAreGoneIsAskedBeforeAnythingOfItIsStarted() {
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.delete(DocumentKey.orders("n3"));
    cluster.node("n3").holdsOperations = true;
    pass(12_000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.orders())
        .anyMatch(orders -> orders.sync() && orders.actions().isEmpty());
    assertThat(order("n3").sync()).isTrue();
    assertThat(report("n3").consumed()).isGreaterThanOrEqualTo(order("n3").number());
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void untilSuchANodeAnswersAnythingCouldBeActiveThere() {
    Node third = cluster.node("n3");
    third.fate = transaction -> reports(transaction) ? Fate.LOST : Fate.DONE;
    cluster.node("n1").kill();
    cluster.node("n1").expireSession();
    cluster.delete(DocumentKey.orders("n3"));
    pass(12_000);
    standby("n2", true);
    pass(3000);
    standby("n2", false);
    pass(3000);
    assertThat(cluster.activeTimes().keySet()).doesNotContain("a");
    third.fate = transaction -> Fate.DONE;
    pass(3000);
    assertThat(cluster.activeTimes()).containsEntry("a", 1);
  }

  @Test
  void anOrderForAnotherIncarnationIsIgnored() {
    OrdersDocument foreign =
        new OrdersDocument(
            "former",
            new OrderNumber(9, 9),
            List.of(
                new OrderedAction(
                    new OrderNumber(9, 9).token(), Operation.START, "a", List.of(), "old")),
            new TreeSet<>(),
            false);
    cluster.write(DocumentKey.orders("n3"), foreign);
    pass(3000);
    assertThat(cluster.node("n3").active).isEmpty();
    assertThat(cluster.home("a").name).isEqualTo("n2");
  }

  @Test
  void aReportOfAnotherIncarnationIsNotBelieved() {
    Node home = cluster.node("n2");
    ReportDocument foreign =
        new ReportDocument("former", new OrderNumber(9, 9), false, ImmutableSortedMap.of());
    home.fate = transaction -> reports(transaction) ? Fate.LOST : Fate.DONE;
    cluster.write(DocumentKey.report("n2"), foreign);
    pass(5000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.node("n3").active).isEmpty();
  }

  @Test
  void aReportThatIsGoneLeavesEverythingPossiblyActive() {
    Node home = cluster.node("n2");
    home.fate = transaction -> reports(transaction) ? Fate.LOST : Fate.DONE;
    cluster.delete(DocumentKey.report("n2"));
    pass(5000);
    assertThat(home.active).containsOnlyKeys("a");
    assertThat(cluster.node("n3").active).isEmpty();
  }

  @Test
  void aLeaseThatIsGoneIsTakenToLastAsLongAsTheLongest() {
    Node home = cluster.node("n2");
    home.kill();
    home.expireSession();
    cluster.delete(DocumentKey.lease("n2"));
    pass(65_900);
    assertThat(cluster.activeTimes()).isEmpty();
    pass(300);
    assertThat(cluster.home("a").name).isEqualTo("n3");
    assertThat(cluster.lease("n2").state()).isEqualTo(State.REVOKED);
  }

  @Test
  void aLeaseThatBecomesUnreadableDoesNotLastShorterThanItSaid() {
    LocationConstraint[] none = {};
    assertThat(none).isEmpty();
    cluster.write(
        DocumentKey.CONFIG,
        new io.pacekeeper.core.document.ConfigDocument(
            new io.pacekeeper.core.document.ClusterOptions(
                true, false, false, true, Duration.ofSeconds(2)),
            cluster
                .read(DocumentKey.CONFIG, io.pacekeeper.core.document.ConfigDocument.class)
                .applications(),
            ImmutableSortedMap.of(),
            null));
    Node home = cluster.node("n2");
    home.paused = true;
    home.guard = null;
    cluster.corrupt(DocumentKey.lease("n2"));
    pass(8700);
    assertThat(cluster.node("n3").active).isEmpty();
    home.kill();
    pass(300);
    assertThat(cluster.home("a").name).isEqualTo("n3");
  }
}
