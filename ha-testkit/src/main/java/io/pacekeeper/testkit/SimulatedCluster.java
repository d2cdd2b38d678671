package io.pacekeeper.testkit;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.fencing.FencingCall;
import io.pacekeeper.testkit.invariant.AtMostOneActive;
import io.pacekeeper.testkit.invariant.DecisionsCanBeRepeated;
import io.pacekeeper.testkit.invariant.Happening;
import io.pacekeeper.testkit.invariant.HealedClusterRestsAndServes;
import io.pacekeeper.testkit.invariant.LeaseIsOnlyComparedAndSet;
import io.pacekeeper.testkit.invariant.NothingStartsBeforeWhatItNeeds;
import io.pacekeeper.testkit.invariant.NothingStartsWhileUnclean;
import io.pacekeeper.testkit.invariant.OlderTokensAreRefused;
import io.pacekeeper.testkit.invariant.OneWriterPerTerm;
import io.pacekeeper.testkit.invariant.OnlyTheDeadAreConfirmed;
import io.pacekeeper.testkit.invariant.OrdersRunOnce;
import io.pacekeeper.testkit.invariant.OutageRevokesNobody;
import io.pacekeeper.testkit.invariant.RequestsAreAnsweredOnce;
import io.pacekeeper.testkit.invariant.TokensGrow;
import io.pacekeeper.testkit.invariant.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Several nodes of the production runtime and a store, on one thread and in virtual time, with
 * every invariant checked as things happen. Faults are done to it by whoever holds it.
 */
final class SimulatedCluster implements World {
  /** More events than that in a second of virtual time mean that something does not rest. */
  private static final int BUSY = 200_000;

  private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");

  private final SimulationOptions options;
  private final Dice dice;
  private final EventQueue queue = new EventQueue();
  private final SimulatedConditions conditions;
  private final InMemoryStore store;
  private final ServiceBehaviour behaviour;
  private final DeviceBehaviour deviceBehaviour;
  private final FencedLedger ledger = new FencedLedger();
  private final AtMostOneActive alone = new AtMostOneActive();
  private final Set<String> liedAbout = new HashSet<>();
  private final SimulatedHistory history = new SimulatedHistory(this);
  private final HealedClusterRestsAndServes served = new HealedClusterRestsAndServes();
  private final Map<String, SimulatedNode> nodes = new TreeMap<>();
  private final Map<String, SimulatedProcess> processes = new HashMap<>();
  private final List<SimulatedCompanion> companions = new ArrayList<>();

  SimulatedCluster(SimulationOptions options, Dice dice) {
    this.options = options;
    this.dice = dice;
    long tick = options.sessionTimeout().toNanos() / 4;
    this.conditions = new SimulatedConditions(dice, options.servers(), tick);
    this.store = new InMemoryStore(queue, conditions, options.sessionTimeout());
    this.behaviour = new ServiceBehaviour(dice);
    this.deviceBehaviour = new DeviceBehaviour(dice);
    history.keep(alone);
    history.keep(new TokensGrow());
    history.keep(new DecisionsCanBeRepeated());
    history.keep(new OrdersRunOnce());
    history.keep(new OneWriterPerTerm());
    history.keep(new OnlyTheDeadAreConfirmed());
    history.keep(new LeaseIsOnlyComparedAndSet());
    history.keep(new NothingStartsWhileUnclean());
    history.keep(new NothingStartsBeforeWhatItNeeds(options.resources().definitions()));
    history.keep(new OutageRevokesNobody());
    history.keep(new OlderTokensAreRefused());
    history.keep(new RequestsAreAnsweredOnce());
    history.keep(served);
    store.observe(this::written);
    for (String name : options.nodeNames()) {
      nodes.put(name, new SimulatedNode(this, name, clock()));
    }
  }

  private SkewedClock clock() {
    long offset = dice.between(-1_000_000_000_000L, 1_000_000_000_000L);
    double rate = 1 + options.drift() * (2 * dice.unit() - 1);
    return new SkewedClock(
        queue::nanos, offset, rate, WALL.plusMillis(dice.between(-2_000, 2_000)));
  }

  /** Returns the time by a wall clock that is right. */
  Instant wall() {
    return WALL.plusNanos(queue.nanos());
  }

  SimulationOptions options() {
    return options;
  }

  Dice dice() {
    return dice;
  }

  EventQueue queue() {
    return queue;
  }

  InMemoryStore store() {
    return store;
  }

  SimulatedConditions conditions() {
    return conditions;
  }

  ServiceBehaviour behaviour() {
    return behaviour;
  }

  /** Returns what the services write to. */
  FencedLedger ledger() {
    return ledger;
  }

  /** Returns how fencing devices behave. */
  DeviceBehaviour deviceBehaviour() {
    return deviceBehaviour;
  }

  /** Returns the fencing devices: each switches the host of a node off, with all that it runs. */
  SimulatedFencer.Devices devices() {
    return new SimulatedFencer.Devices(queue, deviceBehaviour, this::powerOff, this::happen);
  }

  private void powerOff(FencingCall call) {
    for (SimulatedProcess process : processes()) {
      if (nodeOf(process.name()).equals(call.node())) {
        process.end("its host was switched off by " + call.device());
      }
    }
    for (SimulatedCompanion companion : companions()) {
      if (nodeOf(companion.name()).equals(call.node())) {
        companion.end("its host was switched off");
      }
    }
  }

  /** Takes the quorum away from the store's servers, if they have one. */
  void loseQuorum() {
    if (store.hasQuorum()) {
      happen(new Happening.QuorumLost());
      store.loseQuorum();
    }
  }

  /** Gives it back. */
  void regainQuorum() {
    if (!store.hasQuorum()) {
      happen(new Happening.QuorumRegained());
      store.regainQuorum();
    }
  }

  SimulatedHistory history() {
    return history;
  }

  SimulatedNode node(String name) {
    SimulatedNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return node;
  }

  List<SimulatedNode> nodes() {
    return new ArrayList<>(nodes.values());
  }

  /** Returns every process that is there, paused ones included. */
  List<SimulatedProcess> processes() {
    return processes.values().stream()
        .filter(SimulatedProcess::isAlive)
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  /** Writes the configuration, as an administrator does before the first node joins. */
  void configure() {
    store.write(
        DocumentKey.CONFIG,
        new ConfigDocument(options.cluster(), new TreeMap<>(), new TreeMap<>(), null));
  }

  void startAll() {
    nodes.values().forEach(SimulatedNode::start);
  }

  void runFor(Duration duration) {
    runUntil(queue.nanos() + duration.toNanos(), () -> false);
  }

  /**
   * Runs until something holds, looking every tenth of a second; returns whether it came to hold.
   */
  boolean runUntil(Duration atMost, BooleanSupplier holds) {
    long end = queue.nanos() + atMost.toNanos();
    while (!holds.getAsBoolean()) {
      if (queue.nanos() >= end) {
        return false;
      }
      runUntil(Math.min(end, queue.nanos() + 100_000_000), () -> false);
    }
    return true;
  }

  private void runUntil(long end, BooleanSupplier holds) {
    long second = queue.nanos();
    long done = queue.done();
    while (!holds.getAsBoolean() && queue.runNext(end)) {
      if (queue.nanos() - second > 1_000_000_000) {
        second = queue.nanos();
        done = queue.done();
      } else if (queue.done() - done > BUSY) {
        throw new IllegalStateException("something is busy and does not rest");
      }
    }
  }

  /**
   * Returns what keeps the cluster from being whole, serving every resource and resting, or null.
   */
  @Nullable String unrest(Duration rest) {
    for (SimulatedNode node : nodes.values()) {
      SimulatedProcess process = node.process();
      Stored stored = stored(DocumentKey.lease(node.name()));
      LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
      if (process == null
          || lease == null
          || lease.state() != LeaseDocument.State.HELD
          || !lease.incarnation().equals(process.incarnation())
          || stored(DocumentKey.member(node.name())) == null) {
        return node.name() + " does not take part, and its lease is " + lease;
      }
    }
    return served.missing(options.resources().definitions(), nodes.size(), rest, this);
  }

  SimulatedProcess newProcess(SimulatedNode node, int number) {
    SimulatedProcess process = new SimulatedProcess(this, node, number);
    processes.put(process.name(), process);
    return process;
  }

  void add(SimulatedCompanion companion) {
    companions.removeIf(one -> !one.isAlive());
    companions.add(companion);
  }

  /** Returns every companion that is there, paused ones included. */
  List<SimulatedCompanion> companions() {
    return companions.stream().filter(SimulatedCompanion::isAlive).toList();
  }

  /** Returns how often two were active because a fencing device had lied. */
  int excused() {
    return alone.excused();
  }

  void happen(Happening happening) {
    if (happening instanceof Happening.DeviceLies lie) {
      liedAbout.add(lie.incarnation());
    }
    history.happen(happening);
  }

  /** Hears of the end of a process; a supervisor starts the next one after a while. */
  void ended(SimulatedProcess process) {
    SimulatedNode node = node(nodeOf(process.name()));
    if (supervised) {
      queue.after(dice.logBetween(10_000_000L, 20_000_000_000L), node::start);
    }
  }

  private boolean supervised = true;

  /** Sets whether a node is started again after its process has ended. */
  void supervise(boolean nodesAreStartedAgain) {
    supervised = nodesAreStartedAgain;
  }

  @Override
  public long nanos() {
    return queue.nanos();
  }

  @Override
  public boolean canAct(String process) {
    SimulatedProcess known = processes.get(process);
    return known != null && known.canAct();
  }

  @Override
  public boolean mayBeActive(String incarnation) {
    SimulatedProcess known = processes.get(processOf(incarnation));
    return known != null && known.mayBeActive(incarnation);
  }

  @Override
  public boolean wasLiedAbout(String incarnation) {
    return liedAbout.contains(incarnation);
  }

  @Override
  public String incarnationOf(String process) {
    SimulatedProcess known = processes.get(process);
    return known == null ? "" : known.incarnation();
  }

  @Override
  public boolean isGone(String process) {
    SimulatedProcess known = processes.get(process);
    return known == null || !known.isAlive();
  }

  @Override
  public String processOf(String incarnation) {
    int dot = incarnation.lastIndexOf('.');
    return dot < 0 ? incarnation : incarnation.substring(0, dot);
  }

  @Override
  public String nodeOf(String process) {
    return process.substring(0, process.indexOf('/'));
  }

  @Override
  public @Nullable Stored stored(DocumentKey key) {
    return store.log().get(key);
  }

  private void written(StoreLog.Entry entry) {
    if (!entry.changes().isEmpty()) {
      String client = entry.session() == 0 ? null : store.clientOf(entry.session());
      happen(new Happening.Written(entry.zxid(), client, entry.transaction(), entry.changes()));
    }
  }
}
