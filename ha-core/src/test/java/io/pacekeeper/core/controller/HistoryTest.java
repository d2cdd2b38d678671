package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Entry;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the DC writes down of what happens, and that nothing waits for it. */
class HistoryTest {
  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");

  private void threeNodes(ResourceDefinition... resources) {
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.join(name, resources);
      pass(100);
    }
    pass(3000);
    assertThat(cluster.term().node()).isEqualTo("n1");
    cluster.writes.clear();
    cluster.conflicts = 0;
  }

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private List<Entry> entries() {
    return cluster.read(DocumentKey.HISTORY, HistoryDocument.class).entries();
  }

  private List<String> texts(HistoryDocument.Kind kind) {
    return entries().stream().filter(entry -> entry.kind() == kind).map(Entry::text).toList();
  }

  private List<Write> historyWrites() {
    return cluster.writes.stream().filter(write -> write.touches(Kind.HISTORY)).toList();
  }

  private void standby(String node, boolean wanted) {
    cluster.write(
        DocumentKey.node(node), new NodeDocument(wanted, false, ImmutableSortedMap.of(), null));
  }

  private void die(String name) {
    cluster.node(name).kill();
    cluster.node(name).expireSession();
  }

  @Test
  void theFirstThingsAreTheElectionWhoComesAndWhatIsStarted() {
    threeNodes(a);
    assertThat(entries())
        .extracting(Entry::text)
        .containsExactly(
            "n1 is DC, term 1",
            "n2 is online",
            "n3 is online",
            "transition 1.4, 1 action: start a on n1 (inactive)");
    assertThat(entries()).extracting(Entry::number).containsExactly(1L, 2L, 3L, 4L);
    assertThat(entries()).extracting(Entry::dc).containsOnly("n1");
    Entry transition = entries().get(3);
    assertThat(transition.node()).isEqualTo("n1");
    assertThat(transition.resource()).isEqualTo("a");
    assertThat(transition.token()).isEqualTo(new OrderNumber(1, 4).token());
  }

  @Test
  void aMoveIsToldWithTheOrderThatMakesIt() {
    threeNodes(a);
    standby("n1", true);
    pass(500);
    String home = cluster.home("a").name;
    assertThat(texts(HistoryDocument.Kind.MOVE))
        .containsExactly("a moves from n1 to " + home + " in transition 1.6: n1 is in standby");
    assertThat(historyWrites()).allMatch(write -> write.touches(Kind.ORDERS));
    pass(5000);
    assertThat(historyWrites()).hasSize(2).allMatch(write -> write.touches(Kind.ORDERS));
  }

  @Test
  void anInstanceThatIsLikeOthersDoesNotMove() {
    threeNodes(Resource.of("c", () -> null).cloned(clone -> clone.max(2)).build().definition());
    standby("n1", true);
    pass(3000);
    assertThat(texts(HistoryDocument.Kind.MOVE)).isEmpty();
    assertThat(texts(HistoryDocument.Kind.TRANSITION))
        .last()
        .asString()
        .endsWith("1 action: start c on n3 (inactive)");
  }

  @Test
  void aDeathIsWrittenDownInTheTransactionThatOrdersWhatFollows() {
    threeNodes(a);
    standby("n1", true);
    pass(3000);
    String home = cluster.home("a").name;
    cluster.writes.clear();
    die(home);
    pass(12_000);
    String next = cluster.home("a").name;
    assertThat(next).isNotEqualTo(home).isNotEqualTo("n1");
    assertThat(historyWrites()).singleElement().matches(write -> write.touches(Kind.ORDERS));
    assertThat(texts(HistoryDocument.Kind.MOVE))
        .last()
        .asString()
        .startsWith("a moves from " + home + " to " + next + " in transition 1.")
        .endsWith(": " + home + " was lost");
    assertThat(texts(HistoryDocument.Kind.FENCING))
        .singleElement()
        .asString()
        .startsWith(home + " is confirmed dead by its lease, which ended, incarnation " + home);
    assertThat(texts(HistoryDocument.Kind.NODE)).last().asString().contains(home + " is unclean");
  }

  @Test
  void aNewDcGoesOnWhereTheFormerStopped() {
    threeNodes(a);
    long last = entries().get(entries().size() - 1).number();
    die("n1");
    pass(14_000);
    assertThat(cluster.term().node()).isEqualTo("n2");
    List<Entry> later = entries().stream().filter(entry -> entry.number() > last).toList();
    assertThat(later).first().extracting(Entry::text).isEqualTo("n2 is DC, term 2");
    assertThat(later).extracting(Entry::dc).containsOnly("n2");
    assertThat(texts(HistoryDocument.Kind.MOVE)).anyMatch(text -> text.startsWith("a moves from"));
    assertThat(later)
        .as("whom a new DC finds was there before")
        .noneMatch(entry -> entry.text().equals("n3 is online"));
  }

  @Test
  void whatFailedIsToldByTheDcThoughAnotherNodeReportsIt() {
    threeNodes(a);
    standby("n1", true);
    pass(3000);
    Node home = cluster.home("a");
    home.tell(new Input.ServiceFailed("a", home.active.get("a"), "no disk"));
    pass(3000);
    assertThat(entries())
        .filteredOn(entry -> entry.kind() == HistoryDocument.Kind.FAILURE)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.node()).isEqualTo(home.name);
              assertThat(entry.resource()).isEqualTo("a");
              assertThat(entry.text())
                  .isEqualTo("monitor of a failed on " + home.name + ": no disk (failcount 1)");
            });
  }

  @Test
  void whoLeavesIsToldByItselfASecondLater() {
    threeNodes();
    List<ClusterEvent> events = cluster.node("n1").events;
    events.clear();
    cluster.node("n3").tell(new Input.LeaveRequested("test"));
    pass(900);
    assertThat(cluster.node("n3").finished).isEqualTo("test");
    assertThat(historyWrites()).isEmpty();
    pass(400);
    assertThat(historyWrites()).singleElement().matches(write -> !write.touches(Kind.ORDERS));
    assertThat(texts(HistoryDocument.Kind.NODE)).last().isEqualTo("n3 is offline: it has left");
    assertThat(events).contains(new ClusterEvent.NodeOffline("n3"));
    pass(60_000);
    assertThat(historyWrites()).as("a cluster at rest").hasSize(1);
  }

  @Test
  void manyThatMoveAreToldInFewWords() {
    ResourceDefinition[] many =
        IntStream.range(10, 60)
            .mapToObj(i -> ResourceDefinition.ofDefaults("r" + i))
            .toArray(ResourceDefinition[]::new);
    threeNodes(many);
    standby("n1", true);
    pass(3000);
    assertThat(texts(HistoryDocument.Kind.TRANSITION))
        .anyMatch(text -> text.matches(".*: stop r\\d\\d(, r\\d\\d){4} and \\d+ more on n1 .*"));
    assertThat(texts(HistoryDocument.Kind.MOVE)).hasSize(11);
    assertThat(texts(HistoryDocument.Kind.MOVE))
        .last()
        .asString()
        .matches("\\d+ more resources move in transition 1\\.\\d+");
  }

  @Test
  void noMoreIsKeptThanTheOptionSays() {
    threeNodes(a);
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    var options = config.options();
    cluster.write(
        DocumentKey.CONFIG,
        config.withOptions(
            new io.pacekeeper.core.document.ClusterOptions(
                true,
                false,
                false,
                true,
                options.maxLease(),
                options.fencing(),
                options.noQuorumPolicy(),
                options.clusterDelay(),
                3,
                options.transition(),
                options.placement())));
    standby("n1", true);
    pass(3000);
    assertThat(entries()).hasSize(3);
    assertThat(entries().get(2).number()).isGreaterThan(5);
  }

  @Test
  void anUnreadableHistoryIsBegunAnewAndHoldsNothingUp() {
    threeNodes(a);
    cluster.corrupt(DocumentKey.HISTORY);
    cluster.settle();
    standby("n1", true);
    pass(500);
    assertThat(cluster.home("a").name).isNotEqualTo("n1");
    assertThat(cluster.conflicts).isZero();
    assertThat(entries()).first().extracting(Entry::number).isEqualTo(1L);
  }

  @Test
  void ordersGoWithoutTheHistoryWhenThatIsRefused() {
    threeNodes(a);
    Node dc = cluster.node("n1");
    dc.fate = HistoryTest::refusedIfItHasHistory;
    standby("n1", true);
    pass(500);
    assertThat(cluster.home("a").name).isNotEqualTo("n1");
    assertThat(historyWrites()).isEmpty();
    dc.fate = transaction -> Fate.DONE;
    pass(130_000);
    assertThat(texts(HistoryDocument.Kind.TRANSITION)).hasSizeGreaterThan(1);
  }

  @Test
  void aHistoryThatCannotBeWrittenIsTriedMoreAndMoreSeldom() {
    threeNodes(a);
    Node dc = cluster.node("n1");
    int[] tries = {0};
    dc.fate =
        transaction -> {
          Fate fate = refusedIfItHasHistory(transaction);
          tries[0] += fate == Fate.REFUSED ? 1 : 0;
          return fate;
        };
    cluster.node("n3").tell(new Input.LeaveRequested("test"));
    pass(600_000);
    assertThat(tries[0]).isBetween(5, 17);
  }

  private static Fate refusedIfItHasHistory(Transaction transaction) {
    return new Write("", transaction).touches(Kind.HISTORY) ? Fate.REFUSED : Fate.DONE;
  }

  @Test
  void aLeaseThatIsNotRenewedForHalfItsLengthIsToldAndWhenItIsAgain() {
    threeNodes(a);
    List<ClusterEvent> events = cluster.node("n1").events;
    events.clear();
    cluster.node("n3").paused = true;
    pass(3000);
    assertThat(texts(HistoryDocument.Kind.LEASE)).isEmpty();
    pass(2500);
    assertThat(texts(HistoryDocument.Kind.LEASE))
        .singleElement()
        .asString()
        .matches(
            "n3 has not renewed its lease for 4\\d{3} ms: if it does not within 4\\d{3} ms more,"
                + " its services are started elsewhere");
    assertThat(events).filteredOn(ClusterEvent.Warned.class::isInstance).hasSize(1);
    cluster.node("n3").paused = false;
    pass(3000);
    assertThat(texts(HistoryDocument.Kind.LEASE))
        .hasSize(2)
        .last()
        .isEqualTo("n3 renews its lease again");
  }

  @Test
  void theMoveOfAStartThatHadBeenOnTheSameNodeIsNone() {
    threeNodes(a);
    Node home = cluster.home("a");
    home.tell(new Input.ServiceFailed("a", home.active.get("a"), "no disk"));
    pass(3000);
    assertThat(texts(HistoryDocument.Kind.MOVE)).isEmpty();
    assertThat(texts(HistoryDocument.Kind.TRANSITION))
        .last()
        .asString()
        .contains("start a on n1", Operation.MONITOR.name().toLowerCase(java.util.Locale.ROOT));
    assertThat(Stream.of(home.active.get("a"))).isNotEmpty();
  }
}
