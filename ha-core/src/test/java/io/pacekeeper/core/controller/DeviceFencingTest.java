package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.FencingOptions;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the DC has fencing devices do, and what follows from what they say. */
class DeviceFencingTest {
  private static final ResourceDefinition[] RESOURCES = {
    ResourceDefinition.ofDefaults("a"),
    ResourceDefinition.ofDefaults("b"),
    ResourceDefinition.ofDefaults("c")
  };

  /** A quarter of the lease, in which a lost node has not renewed it. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final DocumentKey VICTIM = DocumentKey.fencing("n3");

  private final TinyCluster cluster = new TinyCluster();
  private Duration timeout = Duration.ofSeconds(60);
  private boolean startupFencing = true;

  @BeforeEach
  void threeNodesWithAResourceEach() {
    cluster.join("n1", RESOURCES);
    cluster.join("n2", RESOURCES);
    cluster.join("n3", RESOURCES);
    cluster.pass(Duration.ofSeconds(3));
    declare("ipmi");
    assertThat(cluster.term().node()).isEqualTo("n1");
    assertThat(cluster.node("n3").active).hasSize(1);
    cluster.writes.clear();
  }

  private void declare(String... devices) {
    ConfigDocument config = cluster.read(DocumentKey.CONFIG, ConfigDocument.class);
    FencingDefinition fencing =
        FencingDefinition.of(
            Stream.of(devices)
                .map(id -> FencingDeviceDefinition.builder(id).timeout(timeout).build())
                .toList(),
            List.of());
    TreeMap<String, ConfigDocument.Application> all = new TreeMap<>(config.applications());
    all.put("devices", new ConfigDocument.Application(1, new TreeMap<>(), fencing));
    cluster.write(
        DocumentKey.CONFIG,
        new ConfigDocument(options(), all, config.overrides(), config.change()));
    cluster.pass(Duration.ofMillis(100));
  }

  private ClusterOptions options() {
    FencingOptions absent = FencingOptions.DEFAULTS;
    return new ClusterOptions(
        true,
        false,
        false,
        true,
        ClusterOptions.DEFAULTS.maxLease(),
        new FencingOptions(
            absent.action(),
            absent.timeout(),
            absent.maxAttempts(),
            absent.concurrent(),
            absent.priorityDelay(),
            startupFencing));
  }

  /** The whole cluster goes, and two nodes of three are started again. */
  private void beginAnew() {
    for (String node : List.of("n1", "n2", "n3")) {
      cluster.node(node).kill();
      cluster.node(node).expireSession();
    }
    cluster.pass(Duration.ofSeconds(1));
    cluster.join("n1", RESOURCES);
    cluster.join("n2", RESOURCES);
    cluster.pass(Duration.ofSeconds(12));
  }

  private FencingDocument ledger() {
    return cluster.read(VICTIM, FencingDocument.class);
  }

  private void lose(String victim) {
    cluster.node(victim).kill();
    cluster.node(victim).expireSession();
    cluster.pass(SILENCE.plusMillis(100));
  }

  /** Returns the only call that is under way. */
  private FencingCall call(String dc) {
    assertThat(cluster.node(dc).fences).hasSize(1);
    return cluster.node(dc).fences.get(0);
  }

  private void answer(String dc, FencingCall call, FencingResult result) {
    cluster.node(dc).fences.remove(call);
    cluster.node(dc).tell(new Input.Fenced(call, result));
    cluster.pass(Duration.ofMillis(100));
  }

  private void ask(String node, Scope scope) {
    ask(node, cluster.lease(node).incarnation(), scope);
  }

  private void ask(String node, String incarnation, Scope scope) {
    Request request =
        new Request(
            incarnation,
            scope,
            FencingAction.OFF,
            "its disk is on fire",
            "root",
            cluster.now().wall(),
            0);
    cluster.write(DocumentKey.fencing(node), FencingDocument.EMPTY.requesting(request));
  }

  private List<String> fenced(String dc) {
    return cluster.node(dc).events.stream()
        .filter(ClusterEvent.NodeFenced.class::isInstance)
        .map(ClusterEvent::describe)
        .toList();
  }

  private void assertEverythingRuns() {
    assertThat(cluster.activeTimes()).containsOnlyKeys("a", "b", "c");
    assertThat(cluster.activeTimes().values()).containsOnly(1);
  }

  @Test
  void whatANodeRanStartsElsewhereAsSoonAsADeviceHasSwitchedItOff() {
    lose("n3");
    FencingCall call = call("n1");
    assertThat(call.node()).isEqualTo("n3");
    assertThat(cluster.activeTimes()).hasSize(2);
    int before = cluster.writesBesidesRenewals().size();
    answer("n1", call, FencingResult.succeeded());
    assertEverythingRuns();
    assertThat(cluster.lease("n3").state()).isEqualTo(State.DEAD);
    assertThat(ledger().request()).isNull();
    assertThat(ledger().confirmations()).hasSize(1);
    // The confirmation with the order, and the report of the start.
    assertThat(cluster.writesBesidesRenewals().size() - before).isLessThanOrEqualTo(3);
    assertThat(fenced("n1"))
        .containsExactly(
            "n3 is confirmed dead by the device ipmi, incarnation " + call.incarnation());
  }

  @Test
  void aRequestIsWrittenBeforeADeviceIsCalled() {
    Node dc = cluster.node("n1");
    dc.fate =
        transaction ->
            transaction.steps().stream().anyMatch(step -> step.key().equals(VICTIM))
                ? TinyCluster.Fate.LOST
                : TinyCluster.Fate.DONE;
    lose("n3");
    cluster.pass(Duration.ofSeconds(1));
    assertThat(dc.fences).isEmpty();
    assertThat(cluster.store).doesNotContainKey(VICTIM);
    dc.fate = transaction -> TinyCluster.Fate.DONE;
    cluster.pass(Duration.ofSeconds(1));
    assertThat(call("n1").node()).isEqualTo("n3");
    assertThat(ledger().request().term()).isEqualTo(cluster.term().term());
  }

  @Test
  void aConfirmationAndTheEndOfTheLeaseAreOneTransaction() {
    lose("n3");
    LeaseDocument lease = cluster.lease("n3");
    int version = cluster.store.get(DocumentKey.lease("n3")).version();
    // It has been renewed, and the DC has not heard of that when the device answers.
    cluster.node("n1").tell(new Input.Fenced(call("n1"), FencingResult.succeeded()));
    cluster.write(DocumentKey.lease("n3"), lease);
    int conflicts = cluster.conflicts;
    cluster.pass(Duration.ofMillis(500));
    assertThat(cluster.conflicts).isGreaterThan(conflicts);
    List<Write> ends =
        cluster.writes.stream()
            .filter(write -> write.keys().contains(DocumentKey.lease("n3")))
            .filter(write -> write.keys().contains(VICTIM))
            .toList();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).transaction().steps())
        .contains(
            new Transaction.Set(DocumentKey.lease("n3"), version + 1, lease.with(State.DEAD)));
    assertEverythingRuns();
  }

  @Test
  void aDeviceThatFailsLeavesItToTheLease() {
    lose("n3");
    answer("n1", call("n1"), FencingResult.failed("it broke"));
    assertThat(cluster.activeTimes()).hasSize(2);
    cluster.pass(Duration.ofSeconds(30));
    assertEverythingRuns();
    assertThat(cluster.lease("n3").state()).isEqualTo(State.REVOKED);
    assertThat(ledger().request()).isNull();
    assertThat(cluster.node("n1").fences).isEmpty();
  }

  @Test
  void aCallThatNobodyAnswersLeavesItToTheLease() {
    timeout = Duration.ofSeconds(1);
    declare("ipmi");
    lose("n3");
    cluster.pass(Duration.ofSeconds(4));
    assertThat(cluster.activeTimes()).hasSize(2);
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    assertThat(ledger().confirmations()).isEmpty();
    assertThat(ledger().attempts()).isNotEmpty();
    cluster.pass(Duration.ofSeconds(6));
    assertEverythingRuns();
  }

  @Test
  void whatADeviceDoesNotSayInTimeIsUnknownAndTheNextOneIsAsked() {
    timeout = Duration.ofSeconds(1);
    declare("ipmi", "pdu");
    lose("n3");
    FencingCall first = call("n1");
    assertThat(first.device()).isEqualTo("ipmi");
    cluster.pass(timeout);
    answer("n1", first, FencingResult.unknown("it timed out"));
    assertThat(cluster.activeTimes()).hasSize(2);
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    FencingCall second = call("n1");
    assertThat(second.device()).isEqualTo("pdu");
    // What is said after the timeout is not believed.
    answer("n1", first, FencingResult.succeeded());
    assertThat(cluster.activeTimes()).hasSize(2);
    answer("n1", second, FencingResult.succeeded());
    assertEverythingRuns();
    assertThat(ledger().attempts())
        .extracting(FencingDocument.Attempt::outcome)
        .containsExactly(FencingResult.Outcome.UNKNOWN);
  }

  @Test
  void theNextDcGoesOnWithTheRequest() {
    lose("n3");
    Node first = cluster.node("n1");
    LeaseDocument lease = cluster.lease("n1");
    first.kill();
    first.expireSession();
    cluster.write(DocumentKey.lease("n1"), lease.with(State.DEAD));
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.term().node()).isEqualTo("n2");
    FencingCall call = call("n2");
    assertThat(call.node()).isEqualTo("n3");
    Request request = ledger().request();
    assertThat(request).isNotNull();
    assertThat(request.by()).isEqualTo("n1");
    assertThat(request.term()).isEqualTo(cluster.term().term());
    answer("n2", call, FencingResult.succeeded());
    assertEverythingRuns();
  }

  @Test
  void aDcThatLosesItsPlaceGivesUpWhatItHasDevicesDo() {
    lose("n3");
    call("n1");
    cluster.write(DocumentKey.lease("n1"), cluster.lease("n1").with(State.REVOKED));
    cluster.settle();
    assertThat(cluster.node("n1").fences).isEmpty();
    cluster.pass(Duration.ofSeconds(1));
    assertThat(call("n2").node()).isEqualTo("n3");
    assertThat(cluster.node("n1").fences).isEmpty();
  }

  @Test
  void aClusterThatWaitsForADeviceWritesNothingMeanwhile() {
    lose("n3");
    cluster.writes.clear();
    cluster.pass(Duration.ofSeconds(4));
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
  }

  @Test
  void aNodeThatRenewsItsLeaseIsNotFencedForTheLossOfItsSession() {
    Node blinking = cluster.node("n3");
    for (int i = 0; i < 10; i++) {
      blinking.expireSession();
      cluster.pass(Duration.ofMillis(400));
      blinking.beginSession();
      cluster.pass(Duration.ofMillis(400));
    }
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(cluster.store.get(VICTIM)).isNull();
    assertEverythingRuns();
  }

  @Test
  void aNodeThatWasNotHeardOfSinceTheClusterBeganIsFenced() {
    beginAnew();
    assertThat(call(cluster.term().node()).node()).isEqualTo("n3");
  }

  @Test
  void withoutStartupFencingItsLeaseAloneIsWaitedFor() {
    startupFencing = false;
    declare("ipmi");
    beginAnew();
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(cluster.node("n2").fences).isEmpty();
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    assertThat(cluster.activeTimes()).doesNotContainKey("c");
    cluster.pass(Duration.ofSeconds(8));
    assertThat(cluster.lease("n3").state()).isEqualTo(State.REVOKED);
    assertEverythingRuns();
  }

  @Test
  void withoutStartupFencingANodeThatWasHeardOfIsFencedAllTheSame() {
    startupFencing = false;
    declare("ipmi");
    lose("n3");
    assertThat(call("n1").node()).isEqualTo("n3");
  }

  @Test
  void aNodeWhoseLeaseWasEndedIsFencedAtOnce() {
    cluster.node("n3").paused = true;
    cluster.write(DocumentKey.lease("n3"), cluster.lease("n3").with(State.ENDING));
    cluster.pass(Duration.ofMillis(100));
    FencingCall call = call("n1");
    cluster.node("n3").kill();
    answer("n1", call, FencingResult.succeeded());
    assertEverythingRuns();
    assertThat(cluster.store).doesNotContainKey(DocumentKey.member("n3"));
  }

  @Test
  void aLiveNodeThatSomebodyAsksForIsStoppedAndSwitchedOff() {
    String incarnation = cluster.lease("n3").incarnation();
    ask("n3", Scope.HOST);
    cluster.pass(Duration.ofSeconds(1));
    FencingCall call = call("n1");
    assertThat(call.action()).isEqualTo(FencingAction.OFF);
    assertThat(call.incarnation()).isEqualTo(incarnation);
    // It has stopped everything, given its lease back, and does not come back before that is done.
    assertThat(cluster.lease("n3").state()).isEqualTo(State.RELEASED);
    assertThat(cluster.node("n3").active).isEmpty();
    assertEverythingRuns();
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.lease("n3").incarnation()).isEqualTo(incarnation);
    assertThat(cluster.node("n1").events).anyMatch(ClusterEvent.NodeUnclean.class::isInstance);
    cluster.node("n3").kill();
    answer("n1", call("n1"), FencingResult.succeeded());
    assertThat(ledger().request()).isNull();
    assertThat(ledger().confirmation(incarnation, Scope.HOST).means()).isEqualTo(Means.DEVICE);
    assertThat(fenced("n1"))
        .containsExactly("n3 is confirmed dead by the device ipmi, incarnation " + incarnation);
  }

  @Test
  void whereNoDeviceIsTheLeaseOfALiveNodeIsEndedAndItBeginsAnew() {
    declare();
    String incarnation = cluster.lease("n3").incarnation();
    ask("n3", Scope.PROCESS);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(cluster.lease("n3").incarnation()).isNotEqualTo(incarnation);
    assertThat(ledger().request()).isNull();
    assertThat(ledger().confirmation(incarnation, Scope.PROCESS)).isNotNull();
    assertEverythingRuns();
  }

  @Test
  void aDcThatIsToBeFencedLeavesItToTheNextOne() {
    ask("n1", Scope.HOST);
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.term().node()).isEqualTo("n2");
    assertThat(cluster.node("n1").active).isEmpty();
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(call("n2").node()).isEqualTo("n1");
    assertEverythingRuns();
  }

  @Test
  void theLastNodeDoesNotEndItself() {
    cluster.node("n2").tell(new Input.LeaveRequested("bye"));
    cluster.node("n3").tell(new Input.LeaveRequested("bye"));
    cluster.pass(Duration.ofSeconds(5));
    ask("n1", Scope.HOST);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.lease("n1").state()).isEqualTo(State.HELD);
    assertThat(cluster.node("n1").fences).isEmpty();
    assertEverythingRuns();
  }

  @Test
  void aRequestForAFormerLifeIsDropped() {
    lose("n3");
    FencingCall call = call("n1");
    // The host was switched on again by hand, and the DC has heard nothing of its lease's end.
    cluster.write(DocumentKey.lease("n3"), cluster.lease("n3").with(State.DEAD));
    cluster.pass(Duration.ofMillis(100));
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(ledger().request()).isNull();
    cluster.join("n3", RESOURCES);
    cluster.pass(Duration.ofSeconds(2));
    answer("n1", call, FencingResult.succeeded());
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    assertThat(cluster.node("n1").fences).isEmpty();
    assertEverythingRuns();
  }

  @Test
  void aRequestForAnotherLifeThanTheLeasesIsWithdrawn() {
    ask("n3", "n3-of-old", Scope.HOST);
    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.node("n1").fences).isEmpty();
    assertThat(ledger().request()).isNull();
    assertThat(cluster.lease("n3").state()).isEqualTo(State.HELD);
    cluster.writes.clear();
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
  }

  @Test
  void aLedgerThatCannotBeReadHarmsNobody() {
    cluster.corrupt(VICTIM);
    cluster.corrupt(DocumentKey.fencing("n1"));
    cluster.writes.clear();
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.writesBesidesRenewals()).isEmpty();
    lose("n3");
    FencingCall call = call("n1");
    cluster.corrupt(VICTIM);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(ledger().request()).isNotNull();
    answer("n1", call, FencingResult.succeeded());
    assertEverythingRuns();
  }

  @Test
  void aDcSaysForWhichDeviceItHasNoCode() {
    declare("ipmi");
    assertThat(cluster.node("n1").events)
        .containsOnlyOnce(
            new ClusterEvent.Warned(
                "n1",
                "this node is DC and has no code for fencing device ipmi, so it cannot use it: register the device on every node"));
  }

  @Test
  void aNodeShowsWhichOfItsDevicesFails() {
    cluster.node("n2").tell(new Input.DeviceChanged("ipmi", "no route"));
    cluster.pass(Duration.ofMillis(100));
    assertThat(devices("n2")).containsOnly(Map.entry("ipmi", "no route"));
    cluster.node("n2").tell(new Input.DeviceChanged("ipmi", ""));
    cluster.pass(Duration.ofMillis(100));
    assertThat(devices("n2")).containsOnly(Map.entry("ipmi", ""));
  }

  private Map<String, String> devices(String node) {
    return cluster.read(DocumentKey.member(node), MemberDocument.class).devices();
  }
}
