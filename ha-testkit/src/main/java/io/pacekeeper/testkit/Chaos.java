package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faults at random: each history has some of the kinds, so that none hides what another finds. */
final class Chaos {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  /** The kinds of faults. */
  enum Fault {
    KILL,
    PAUSE,
    KILL_AT_STEP,
    PAUSE_AT_STEP,
    KILL_COMPANION,
    PAUSE_COMPANION,
    KILL_BOTH,
    PAUSE_BOTH,
    PIPE,
    BREAK,
    PARTITION,
    DEAF,
    MUTE,
    EXPIRE,
    FORGET,
    SLOW,
    SQUEEZE,
    HOLD,
    BLIND,
    CUT_OFF,
    OUTAGE,
    LEADER,
    LATE,
    CORRUPT,
    DELETE,
    STANDBY,
    CLAIM,
    MOVE,
    ASK,
    STOP,
    DISABLE,
    EXPEL,
    LEAVE,
    CONFIGURE,
    CLOCK,
    CALENDAR,
    SERVICE,
    TWIN,
    DEVICES,
    FENCE,
    MISBEHAVE,
    LAG,
    DECEIVE
  }

  private final SimulatedCluster cluster;
  private final Dice dice;
  private final InMemoryStore store;
  private final List<Fault> faults = new ArrayList<>();
  private final NetworkFaults network;
  private final Administrator administrator;
  private final Operator operator;
  private final DcFaults dcFaults;
  private final PlacementChaos placement;
  private final Map<SimulatedNode, Long> misdated = new LinkedHashMap<>();
  private final long meanNanos;
  private final long leaseNanos;
  private long newestTerm;
  private boolean over;

  Chaos(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice();
    this.store = cluster.store();
    this.network = new NetworkFaults(cluster);
    this.administrator = new Administrator(cluster);
    this.operator = new Operator(cluster);
    this.dcFaults = new DcFaults(cluster, administrator, () -> over);
    this.placement = new PlacementChaos(cluster);
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
    administrator.begin();
    placement.begin();
    store.observe(entry -> entry.changes().forEach(change -> remember(change.after())));
    later();
  }

  /** Takes every fault away, and repairs what only an administrator can. */
  void end() {
    over = true;
    happen("every fault is taken away");
    cluster.conditions().heal();
    cluster.behaviour().behave();
    cluster.deviceBehaviour().behave();
    store.replicas().forEach(store::heal);
    cluster.regainQuorum();
    for (SimulatedProcess process : cluster.processes()) {
      process.layer().makeReachable();
      process.resume(false);
    }
    for (SimulatedCompanion companion : cluster.companions()) {
      companion.layer().makeReachable();
      companion.resume();
    }
    administrator.repair();
    placement.end();
    operator.repair(!faults.contains(Fault.CLOCK));
    setClocksRight();
    for (SimulatedNode node : cluster.nodes()) {
      node.endTwins();
    }
    cluster.processes().forEach(process -> process.operations().release());
    cluster.startAll();
  }

  private void remember(@Nullable Stored stored) {
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
      case HOLD -> dcFaults.hold();
      case BLIND -> dcFaults.blind();
      case PAUSE -> pause();
      case KILL_AT_STEP, PAUSE_AT_STEP -> strikeAtStep(fault);
      case KILL_COMPANION, PAUSE_COMPANION, KILL_BOTH, PAUSE_BOTH, PIPE -> strikeCompanion(fault);
      case BREAK, PARTITION, DEAF, MUTE, EXPIRE, FORGET, SLOW, SQUEEZE -> strikeConnection(fault);
      case CUT_OFF, OUTAGE, LEADER, LAG, LATE, DECEIVE -> network.strikeStore(fault);
      case CORRUPT, DELETE, STANDBY, CONFIGURE -> strikeDocuments(fault);
      case STOP, DISABLE, EXPEL -> administrator.life().strike(fault);
      case CLAIM, MOVE, ASK -> operator.strike(fault);
      case DEVICES -> misbehaveDevices();
      case FENCE -> administrator.fence(dice.pick(cluster.nodes()).name());
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

  /** Has a process be killed or paused between any two things that it does. */
  private void strikeAtStep(Fault fault) {
    SimulatedNode node = dice.pick(cluster.nodes());
    SimulatedProcess process = node.process();
    if (process == null) {
      return;
    }
    long steps = dice.between(1, 60);
    long nanos = dice.logBetween(20 * MILLI, 3 * leaseNanos);
    boolean connectionLost = dice.chance(0.5);
    process.strikeAfter(
        steps,
        () -> {
          if (over) {
            return;
          }
          happen(fault + " of " + process.name());
          if (fault == Fault.KILL_AT_STEP) {
            process.end("killed");
          } else {
            node.pause(nanos, connectionLost);
          }
        });
  }

  private void strikeCompanion(Fault fault) {
    List<SimulatedCompanion> companions = cluster.companions();
    if (companions.isEmpty()) {
      return;
    }
    SimulatedCompanion companion = dice.pick(companions);
    SimulatedNode node = cluster.node(cluster.nodeOf(companion.name()));
    SimulatedProcess process = node.process();
    happen(fault + " of " + companion.name());
    long nanos = dice.logBetween(20 * MILLI, 6 * leaseNanos);
    switch (fault) {
      case KILL_COMPANION -> companion.end("killed");
      case KILL_BOTH -> {
        node.kill();
        companion.end("killed");
      }
      case PAUSE_COMPANION, PAUSE_BOTH -> {
        companion.pause();
        if (fault == Fault.PAUSE_BOTH) {
          node.pause(nanos, dice.chance(0.5));
        }
        // Whichever of the two runs first.
        cluster.queue().after(nanos + dice.between(-MILLI, MILLI), companion::resume);
      }
      default -> {
        if (process != null) {
          process.companionship().closePipe();
        }
      }
    }
  }

  private void strikeConnection(Fault fault) {
    List<InMemoryLayer> layers = new ArrayList<>();
    cluster.processes().forEach(process -> layers.add(process.layer()));
    if (dice.chance(0.5)) {
      cluster.companions().forEach(companion -> layers.add(companion.layer()));
    }
    if (!layers.isEmpty()) {
      network.strikeClient(fault, dice.pick(layers), dice.pick(layers));
    }
  }

  private void misbehaveDevices() {
    double failing = dice.pick(List.of(0.0, 0.2, 0.6));
    double hanging = dice.pick(List.of(0.0, 0.1, 0.4));
    double lying = dice.pick(List.of(0.0, 0.0, 0.1, 0.5));
    happen("devices fail " + failing + ", hang " + hanging + ", lie " + lying);
    cluster.deviceBehaviour().misbehave(failing, hanging, lying);
  }

  private void strikeDocuments(Fault fault) {
    List<DocumentKey> keys = new ArrayList<>(store.log().documents().keySet());
    SimulatedNode node = dice.pick(cluster.nodes());
    if (fault == Fault.STANDBY) {
      administrator.standby(node.name(), dice.chance(0.5));
    } else if (fault == Fault.CONFIGURE) {
      administrator.configure();
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

  /**
   * Sets right what was wrong by days. Failures that were noted meanwhile would be forgotten when
   * their dates are long past; an administrator has them forgotten at once, here by a restart.
   */
  private void setClocksRight() {
    misdated.forEach(
        (node, by) -> {
          node.clock().jump(-by);
          node.kill();
        });
    misdated.clear();
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
      case CALENDAR -> {
        long by = dice.logBetween(SECOND, 400L * 86_400 * SECOND) * (dice.chance(0.5) ? 1 : -1);
        happen("the wall clock of " + node.name() + " jumps by " + by / SECOND + " s");
        node.clock().jump(by);
        misdated.merge(node, by, Long::sum);
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

  private @Nullable Stored stored(DocumentKey key) {
    return store.log().get(key);
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
