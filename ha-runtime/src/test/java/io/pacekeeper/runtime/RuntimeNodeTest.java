package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RuntimeNodeTest {
  private static final Duration LEASE = Duration.ofSeconds(5);

  private final PlainStore store = new PlainStore();
  private final List<HaNode> nodes = new ArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    nodes.forEach(HaNode::close);
    store.close();
    assertThat(halts).as("halts").isEmpty();
  }

  @Test
  void aNodeJoinsStartsWhatItHasCodeForAndStopsItWhenItIsClosed() {
    HaNode node = join(builder("node1").resource(ledger()));

    await().until(() -> log.contains("node1 start"));
    node.close();

    assertThat(log).containsExactly("node1 start", "node1 stop");
    assertThat(node.whenClosed().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aNodeThatLeftHasReleasedItsLeaseAndItsMemberNodeIsGone() throws Exception {
    HaNode node = join(builder("node1").resource(ledger()));
    await().until(() -> log.contains("node1 start"));

    node.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);

    LeaseDocument lease = store.get(DocumentKey.lease("node1")).as(LeaseDocument.class);
    assertThat(lease.state()).isEqualTo(LeaseDocument.State.RELEASED);
    assertThat(store.get(DocumentKey.member("node1"))).isNull();
    assertThat(log).containsExactly("node1 start", "node1 stop");
    assertThat(node.whenClosed().toCompletableFuture()).isNotDone();
  }

  @Test
  void aNodeThatLeftCanBeStartedAgain() throws Exception {
    HaNode node = join(builder("node1").resource(ledger()));
    await().until(() -> log.contains("node1 start"));
    node.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);

    node.join();

    await().until(() -> log.size() == 3);
    assertThat(log).containsExactly("node1 start", "node1 stop", "node1 start");
  }

  @Test
  void leavingANodeThatDoesNotTakePartIsDoneAtOnce() {
    HaNode node = builder("node1").build();
    nodes.add(node);

    assertThat(node.leave().toCompletableFuture()).isCompleted();
  }

  @Test
  void closingTwiceAndClosingWhatWasNeverStartedDoesNothing() {
    HaNode never = builder("node2").build();
    never.close();
    never.close();
    HaNode node = join(builder("node1"));
    node.close();
    node.close();

    assertThatThrownBy(node::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("node1 is closed: build another node");
    assertThatThrownBy(() -> node.add(ledger())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingOfAClosedNodeIsLeft() {
    HaNode node = join(builder("node1").resource(ledger()));
    await().until(() -> log.contains("node1 start"));

    node.close();

    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void aNodeAtRestHasFewThreads() {
    join(builder("node1").resource(ledger()));
    await().until(() -> log.contains("node1 start"));

    assertThat(threads())
        .contains("ha-shop-controller", "ha-shop-guard", "ha-shop-events")
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void whatRunsMovesToTheNodeThatStays() {
    HaNode first = join(builder("node1").resource(ledger("node1")));
    await().until(() -> log.contains("node1 start"));
    join(builder("node2").resource(ledger("node2")));

    first.close();

    await().until(() -> log.contains("node2 start"));
    assertThat(log).containsExactly("node1 start", "node1 stop", "node2 start");
  }

  @Test
  void aResourceThatIsAddedWhileTheNodeRunsIsStarted() {
    HaNode node = join(builder("node1"));

    node.add(ledger());

    await().until(() -> log.contains("node1 start"));
    assertThatThrownBy(() -> node.add(ledger()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is a resource ledger on node1 already: name one differently");
  }

  @Test
  void aResourceThatIsTakenAwayIsStopped() {
    HaNode node = join(builder("node1").resource(ledger()));
    await().until(() -> log.contains("node1 start"));

    node.remove("ledger");

    await().until(() -> log.contains("node1 stop"));
    node.remove("ledger");
  }

  @Test
  void aNodeTellsHowTheClusterIsAndWhyAResourceIsWhereItIs() {
    HaNode first = join(builder("node1").resource(ledger()));
    HaNode second = join(builder("node2"));
    await().until(() -> log.contains("node1 start"));

    for (HaNode node : List.of(first, second)) {
      await()
          .untilAsserted(
              () -> assertThat(node.status().toText()).contains("Started node1", "node2"));
      assertThat(node.explain("ledger").assignedTo()).isEqualTo("node1");
      assertThatThrownBy(() -> node.explain("leger")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aNodeThatIsNotStartedTellsNothingOfTheCluster() {
    HaNode node = builder("node1").build();
    nodes.add(node);

    assertThatThrownBy(node::status)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("node1 is not started, and so reads nothing: start it");
  }

  @Test
  void aListenerMayCloseTheNodeThatTellsIt() {
    List<HaNode> told = new CopyOnWriteArrayList<>();
    HaNode node =
        builder("node1")
            .listener(
                event -> {
                  if (event instanceof ClusterEvent.Joined) {
                    told.forEach(HaNode::close);
                  }
                })
            .build();
    nodes.add(node);
    told.add(node);

    node.start();

    assertThat(node.whenClosed().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void aResourceMayCloseTheNodeThatStartsIt() {
    List<HaNode> told = new CopyOnWriteArrayList<>();
    HaNode node =
        builder("node1")
            .resource(Resource.of("ledger", () -> new LoggingAgent("node1", told)).build())
            .build();
    nodes.add(node);
    told.add(node);

    node.start();

    assertThat(node.whenClosed().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
    assertThat(log).containsExactly("node1 start", "node1 stop");
  }

  @Test
  void aNodeThatCannotJoinInTimeSaysWhyAndLeavesNothingBehind() {
    PlainNode nowhere =
        PlainNode.on(SilentLayer::new).node("node1").joinTimeout(Duration.ofMillis(50));

    assertThatThrownBy(nowhere::join)
        .isInstanceOf(JoinException.class)
        .hasMessage("node1 could not join: it has no connection to the cluster's store");
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void aSecondNodeOfTheSameNameIsRefusedWithTheHolder() {
    join(builder("node1"));

    assertThatThrownBy(() -> builder("node1").joinTimeout(Duration.ofSeconds(3)).join())
        .isInstanceOf(JoinException.class)
        .hasMessageContaining("its name is taken by a JVM that lives")
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
  }

  @Test
  void aNodeWhoseLoopFailsWithNothingActiveEndsByItselfAndSaysSo() {
    HaNode node = PlainNode.on(FailingLayer::new).node("node1").halter(halts::add).build();
    nodes.add(node);

    node.start();

    assertThat(node.whenClosed().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(HaException.class)
        .withMessageContaining("node1 ended by itself: its controller failed");
    assertThatThrownBy(node::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNodeWhoseLoopFailsWithSomethingActiveIsHalted() throws Exception {
    FailingAfterwards layer = new FailingAfterwards(store.layer());
    HaNode node =
        PlainNode.on(() -> layer)
            .node("node1")
            .lease(LEASE)
            .halter(halts::add)
            .resource(ledger())
            .build();
    node.start();
    await().until(() -> log.contains("node1 start"));

    layer.failing = true;

    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
    node.close();
    halts.clear();
  }

  @Test
  void aMistakeIsNamedWhenTheNodeIsBuilt() {
    assertThatThrownBy(() -> PlainNode.on(store::layer).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the node has no name: call node(name) on the builder");
    assertThatThrownBy(() -> builder("node1").resource(ledger()).resource(ledger()))
        .hasMessage(
            "two resources have the id ledger, a Resource and a Resource: give one of them another");
    assertThatThrownBy(() -> builder("node1").lease(Duration.ofMillis(1)))
        .hasMessageStartingWith("a lease must be 500 ms or longer");
    assertThatThrownBy(() -> builder("node1").operationThreads(0))
        .hasMessage("operationThreads must be 1 or more, but it is 0");
    assertThatThrownBy(() -> builder("node1").joinTimeout(Duration.ofSeconds(-1)))
        .hasMessage("joinTimeout must be zero or longer, but it is PT-1S");
    assertThatThrownBy(() -> builder("node 1")).hasMessageContaining("but it is 'node 1'");
  }

  private PlainNode builder(String node) {
    return PlainNode.on(store::layer).node(node).lease(LEASE).halter(halts::add);
  }

  private HaNode join(PlainNode builder) {
    HaNode node = builder.join();
    nodes.add(node);
    return node;
  }

  private Resource ledger() {
    return ledger("node1");
  }

  private Resource ledger(String node) {
    return Resource.of("ledger", () -> new LoggingAgent(node, List.of())).build();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ha-shop-"))
        .sorted()
        .toList();
  }

  private final class LoggingAgent implements ResourceAgent {
    private final String node;
    private final List<HaNode> closing;

    LoggingAgent(String node, List<HaNode> closing) {
      this.node = node;
      this.closing = closing;
    }

    @Override
    public void start(Activation activation) {
      log.add(node + " start");
      closing.forEach(HaNode::close);
    }

    @Override
    public void stop() {
      log.add(node + " stop");
    }
  }

  /** A layer that never connects. */
  private static class SilentLayer implements ClusterLayer {
    @Override
    public void start(Consumer<? super Input.FromLayer> mailbox) {}

    @Override
    public void execute(Effect.ToLayer effect) {}

    @Override
    public void close() {}
  }

  /** A layer that breaks its contract at once. */
  private static final class FailingLayer extends SilentLayer {
    @Override
    public void start(Consumer<? super Input.FromLayer> mailbox) {
      mailbox.accept(new Input.Connected(1));
    }

    @Override
    public void execute(Effect.ToLayer effect) {
      throw new IllegalStateException("broken");
    }
  }

  /** A layer that breaks its contract when it is told to. */
  private static final class FailingAfterwards implements ClusterLayer {
    private final ClusterLayer layer;
    private volatile boolean failing;

    FailingAfterwards(ClusterLayer layer) {
      this.layer = layer;
    }

    @Override
    public void start(Consumer<? super Input.FromLayer> mailbox) {
      layer.start(mailbox);
    }

    @Override
    public void execute(Effect.ToLayer effect) {
      if (failing) {
        throw new IllegalStateException("broken");
      }
      layer.execute(effect);
    }

    @Override
    public void close() {
      layer.close();
    }
  }
}
