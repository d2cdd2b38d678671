package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Faults at random: each history has some of the kinds, so that none hides what another finds. */
final class Chaos {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private enum Fault {
    KILL,
    PAUSE,
    BREAK,
    PARTITION,
    EXPIRE,
    FORGET,
    SLOW,
    SQUEEZE,
    HOLD,
    CUT_OFF,
    OUTAGE,
    CORRUPT,
    DELETE,
    STANDBY,
    LEAVE,
    CONFIGURE,
    CLOCK,
    SERVICE,
    TWIN,
    MISBEHAVE,
    LAG,
    DECEIVE
  }

  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private final List<Fault> faults = new ArrayList<>();
  private final long meanNanos;
  private final long leaseNanos;
  private ConfigDocument config = ConfigDocument.EMPTY;
  private long newestTerm;
  private boolean over;

  Chaos(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
    this.leaseNanos = cluster.options().lease().length().toNanos();
    this.meanNanos = dice.pick(List.of(500 * MILLI, 1_500 * MILLI, 4 * SECOND));
    for (Fault fault : Fault.values()) {
      if (dice.chance(0.4)) {
        faults.add(fault);
      }
    }
    if (faults.isEmpty()) {
      faults.add(Fault.KILL);
    }
  }

  void begin() {
    store.observe(entry -> entry.changes().forEach(change -> remember(change.after())));
    later();
  }

  /** Takes every fault away, and repairs what only an administrator can. */
  void end() {
    over = true;
    happen("every fault is taken away");
    cluster.conditions().heal();
    cluster.behaviour().behave();
    store.replicas().forEach(this::healReplica);
    store.regainQuorum();
    for (SimulatedProcess process : cluster.processes()) {
      process.layer().makeReachable();
      process.resume(false);
    }
    repairConfiguration();
    for (SimulatedNode node : cluster.nodes()) {
      node.endTwins();
      if (stored(DocumentKey.node(node.name())) != null) {
        store.write(DocumentKey.node(node.name()), NodeDocument.EMPTY);
      }
    }
    cluster.processes().forEach(process -> process.operations().release());
    cluster.startAll();
  }

  private void remember(@Nullable Stored stored) {
    ConfigDocument read = stored == null ? null : stored.as(ConfigDocument.class);
    if (read != null) {
      config = read;
    }
    if (stored != null) {
      newestTerm = Math.max(newestTerm, termOf(stored));
    }
  }

  private void later() {
    long pause = (long) (-Math.log(1 - dice.unit()) * meanNanos);
    cluster
        .queue()
        .after(
            pause,
            () -> {
              if (!over) {
                strike(dice.pick(faults));
                later();
              }
            });
  }

  private void strike(Fault fault) {
    switch (fault) {
      case KILL -> kill();
      case HOLD -> hold();
      case PAUSE -> pause();
      case BREAK, PARTITION, EXPIRE, FORGET, SLOW, SQUEEZE -> strikeConnection(fault);
      case CUT_OFF, OUTAGE, LAG, DECEIVE -> strikeStore(fault);
      case CORRUPT, DELETE, STANDBY, CONFIGURE -> strikeDocuments(fault);
      default -> strikeNode(fault);
    }
  }

  private void kill() {
    SimulatedNode node = dice.pick(cluster.nodes());
    happen("kill " + node.name());
    node.kill();
  }

  private void pause() {
    SimulatedNode node = dice.pick(cluster.nodes());
    long nanos = dice.logBetween(20 * MILLI, 3 * leaseNanos);
    happen("pause " + node.name() + " for " + nanos / MILLI + " ms");
    node.pause(nanos, dice.chance(0.5));
  }

  private void strikeConnection(Fault fault) {
    List<SimulatedProcess> processes = cluster.processes();
    if (processes.isEmpty()) {
      return;
    }
    SimulatedProcess process = dice.pick(processes);
    happen(fault + " of " + process.name());
    InMemoryLayer layer = process.layer();
    long timeout = store.sessionTimeoutNanos();
    switch (fault) {
      case BREAK ->
          layer.breakConnection(
              dice.logBetween(MILLI, timeout), dice.logBetween(MILLI, SECOND), 0, 0);
      case PARTITION -> partition(layer, dice.logBetween(10 * MILLI, 3 * leaseNanos));
      case EXPIRE -> store.expire(layer.session());
      case FORGET -> layer.forgetSession(dice.logBetween(MILLI, timeout));
      case SQUEEZE -> squeeze(process, dice.pick(processes));
      default -> slowDown(process, dice.logBetween(10 * MILLI, leaseNanos));
    }
  }

  private void partition(InMemoryLayer layer, long nanos) {
    long timeout = store.sessionTimeoutNanos();
    layer.breakConnection(
        dice.chance(0.5) ? 0 : dice.logBetween(MILLI, timeout),
        dice.chance(0.5) ? 0 : dice.logBetween(MILLI, SECOND),
        dice.between(0, timeout * 2 / 3),
        nanos);
  }

  private void slowDown(SimulatedProcess process, long nanos) {
    cluster.conditions().slowDown(process.name(), nanos);
    cluster
        .queue()
        .after(
            dice.logBetween(100 * MILLI, 2 * leaseNanos),
            () -> cluster.conditions().slowDown(process.name(), 0));
  }

  /** Has one node read everything slowly, and takes another away while it does. */
  private void squeeze(SimulatedProcess reader, SimulatedProcess other) {
    slowDown(reader, dice.between(leaseNanos / 8, leaseNanos));
    reader.layer().breakConnection(0, 0, 0, 0);
    cluster
        .queue()
        .after(dice.between(0, leaseNanos), () -> partition(other.layer(), 3 * leaseNanos));
  }

  /**
   * Holds what the DC sends, makes it decide something, gives its session up for a new one, and
   * makes it decide something else before the first arrives.
   */
  private void hold() {
    Stored stored = stored(DocumentKey.TERM);
    TermDocument term = stored == null ? null : stored.as(TermDocument.class);
    SimulatedProcess dc = term == null ? null : cluster.node(term.node()).process();
    if (dc == null) {
      return;
    }
    String first = dice.pick(cluster.nodes()).name();
    String second = dice.pick(cluster.nodes()).name();
    long forgotten = dice.logBetween(20 * MILLI, SECOND);
    happen("HOLD of " + dc.name());
    dc.layer().hold(store.sessionTimeoutNanos());
    standby(first, true);
    cluster.queue().after(forgotten, () -> dc.layer().forgetSession(0));
    cluster.queue().after(forgotten + dice.logBetween(MILLI, SECOND), () -> trade(first, second));
  }

  private void trade(String first, String second) {
    if (!over) {
      standby(first, false);
      standby(second, true);
    }
  }

  private void standby(String node, boolean standby) {
    happen("standby of " + node + ": " + standby);
    store.write(DocumentKey.node(node), new NodeDocument(standby, false, new TreeMap<>(), null));
  }

  private void strikeStore(Fault fault) {
    happen(fault + " of the store");
    switch (fault) {
      case CUT_OFF -> {
        Replica replica = dice.pick(store.replicas());
        store.cutOff(replica);
        cluster
            .queue()
            .after(dice.logBetween(50 * MILLI, 2 * leaseNanos), () -> healReplica(replica));
      }
      case OUTAGE -> {
        store.loseQuorum();
        cluster.queue().after(dice.logBetween(MILLI, 3 * SECOND), store::dropIfWithoutQuorum);
        cluster.queue().after(dice.logBetween(50 * MILLI, 4 * leaseNanos), store::regainQuorum);
      }
      case LAG -> cluster.conditions().lag(dice.logBetween(MILLI, 2 * SECOND));
      default -> cluster.conditions().deceive(dice.pick(List.of(0.0, 0.1, 0.5)), 0.2);
    }
  }

  private void strikeDocuments(Fault fault) {
    List<DocumentKey> keys = new ArrayList<>(store.log().documents().keySet());
    SimulatedNode node = dice.pick(cluster.nodes());
    if (fault == Fault.STANDBY) {
      standby(node.name(), dice.chance(0.5));
    } else if (fault == Fault.CONFIGURE) {
      configure();
    } else if (!keys.isEmpty()) {
      DocumentKey key = dice.pick(keys);
      if (isLastTrace(key) && (fault == Fault.DELETE || key.kind() != Kind.LEASE)) {
        return;
      }
      happen(fault + " " + key);
      if (fault == Fault.CORRUPT) {
        store.corrupt(key, "somebody wrote garbage");
      } else {
        store.delete(key);
      }
    }
  }

  /**
   * Returns whether nothing would be left that tells of the node's life, or of the newest term:
   * that is as if the store were wiped, and beyond what the cluster can notice.
   */
  private boolean isLastTrace(DocumentKey key) {
    List<DocumentKey> traces =
        switch (key.kind()) {
          case LEASE, ORDERS, REPORT ->
              List.of(
                  DocumentKey.lease(key.node()),
                  DocumentKey.orders(key.node()),
                  DocumentKey.report(key.node()));
          default -> List.of(key, key);
        };
    boolean tells = key.equals(DocumentKey.TERM) || tellsNewestTerm(stored(key));
    return traces.stream().filter(trace -> stored(trace) != null).count() == 1
        || (tells
            && store.log().documents().values().stream()
                .noneMatch(other -> !other.key().equals(key) && tellsNewestTerm(other)));
  }

  private boolean tellsNewestTerm(@Nullable Stored stored) {
    return stored != null && termOf(stored) == newestTerm;
  }

  private static long termOf(Stored stored) {
    TermDocument term = stored.as(TermDocument.class);
    OrdersDocument orders = stored.as(OrdersDocument.class);
    ElectedDocument elected = stored.as(ElectedDocument.class);
    if (elected != null) {
      return elected.term();
    }
    return term != null ? term.term() : orders != null ? orders.number().term() : 0;
  }

  private void configure() {
    SortedMap<String, SortedMap<String, String>> overrides = new TreeMap<>(config.overrides());
    String resource = dice.pick(cluster.options().resourceNames());
    if (overrides.remove(resource) == null) {
      overrides.put(
          resource,
          new TreeMap<>(
              dice.chance(0.5)
                  ? Map.of("target-role", "Stopped")
                  : Map.of("priority", Integer.toString(dice.below(10)))));
    }
    happen("overrides " + overrides);
    store.write(
        DocumentKey.CONFIG,
        new ConfigDocument(config.options(), config.applications(), overrides, null));
  }

  private void repairConfiguration() {
    store.write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            cluster.options().cluster(), config.applications(), new TreeMap<>(), null));
  }

  private void strikeNode(Fault fault) {
    SimulatedNode node = dice.pick(cluster.nodes());
    SimulatedProcess process = node.process();
    switch (fault) {
      case LEAVE -> {
        happen(node.name() + " is asked to leave");
        node.leave();
      }
      case CLOCK -> {
        long by = dice.between(-20 * SECOND, 20 * SECOND);
        happen("the wall clock of " + node.name() + " jumps by " + by / MILLI + " ms");
        node.clock().jump(by);
      }
      case TWIN -> node.startTwin();
      case SERVICE -> {
        if (process != null && !process.operations().active().isEmpty()) {
          String resource = dice.pick(new ArrayList<>(process.operations().active().keySet()));
          long token = process.operations().active().getOrDefault(resource, 0L);
          happen(resource + " fails on " + node.name());
          process.post(new Input.ServiceFailed(resource, token, "it broke"));
        }
      }
      default -> {
        happen("services misbehave");
        cluster
            .behaviour()
            .misbehave(
                dice.pick(List.of(0.0, 0.05, 0.3)),
                dice.pick(List.of(0.0, 0.02, 0.1)),
                dice.pick(List.of(0.0, 0.2, 0.5)));
      }
    }
  }

  private void healReplica(Replica replica) {
    store.heal(replica);
  }

  private @Nullable Stored stored(DocumentKey key) {
    return store.log().get(key);
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
