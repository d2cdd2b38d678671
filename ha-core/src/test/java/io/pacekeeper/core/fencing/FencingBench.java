package io.pacekeeper.core.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.FencingOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DC that has nodes fenced, reduced to that: what the store has, what was called and has not been
 * answered, and a clock that is moved by hand. Whatever is to be written is written at once, unless
 * the store is shut.
 */
final class FencingBench {
  static final Duration SECOND = Duration.ofSeconds(1);

  final SortedMap<String, FencingDocument> store = new TreeMap<>();
  final List<FencingCall> open = new ArrayList<>();
  final List<FencingCall> interrupted = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final SortedMap<String, Confirmation> confirmed = new TreeMap<>();
  final TreeMap<String, FencingRequests.Victim> victims = new TreeMap<>();

  private final List<FencingDeviceDefinition> devices = new ArrayList<>();
  private final List<FencingTopology> topologies = new ArrayList<>();
  private FencingOptions options = FencingOptions.DEFAULTS;
  private FencingRequests requests;
  private long nanos = 1_000_000_000_000L;
  private long wakeAtNanos = Long.MAX_VALUE;
  private boolean shut;
  private int written;

  FencingBench(FencingDeviceDefinition.Builder... builders) {
    for (FencingDeviceDefinition.Builder builder : builders) {
      devices.add(builder.build());
    }
    requests = new FencingRequests("dc", 7, setup());
  }

  static FencingDeviceDefinition.Builder device(String id) {
    return FencingDeviceDefinition.builder(id).timeout(Duration.ofSeconds(10)).attempts(1);
  }

  static FencingOptions options(FencingAction action, int maxAttempts, boolean concurrent) {
    return new FencingOptions(
        action, Duration.ofSeconds(60), maxAttempts, concurrent, Duration.ZERO, true);
  }

  FencingBench topology(FencingTopology topology) {
    topologies.add(topology);
    return configured();
  }

  FencingBench options(FencingOptions newest) {
    options = newest;
    return configured();
  }

  FencingBench add(FencingDeviceDefinition.Builder device) {
    devices.add(device.build());
    return configured();
  }

  private FencingBench configured() {
    requests.use(setup(), nanos);
    return this;
  }

  private FencingSetup setup() {
    ConfigDocument.Application application =
        new ConfigDocument.Application(
            1, new TreeMap<>(), FencingDefinition.of(devices, topologies));
    ClusterOptions cluster =
        new ClusterOptions(true, false, false, true, Duration.ofSeconds(60), options);
    return FencingSetup.of(
        new ConfigDocument(
            cluster, new TreeMap<>(java.util.Map.of("shop", application)), new TreeMap<>(), null));
  }

  /** Another node is DC from now on; what this one had under way goes on unheard. */
  void anotherDc(String node, long term) {
    requests = new FencingRequests(node, term, setup());
    open.clear();
  }

  void shutStore(boolean isShut) {
    shut = isShut;
  }

  FencingBench fence(String... nodes) {
    for (String node : nodes) {
      fence(node, node + ".1", Scope.PROCESS, Duration.ZERO);
    }
    return this;
  }

  FencingBench fence(String node, String incarnation, Scope scope, Duration delay) {
    victims.put(
        node, new FencingRequests.Victim(node, incarnation, scope, "it is lost", delay, null));
    return step();
  }

  void leaveAlone(String node) {
    victims.remove(node);
    step();
  }

  /** Steps until nothing is to be written any more. */
  FencingBench step() {
    FencingRequests.Step step;
    int rounds = 0;
    do {
      List<FencingRequests.Victim> now = new ArrayList<>();
      for (FencingRequests.Victim victim : victims.values()) {
        now.add(
            new FencingRequests.Victim(
                victim.node(),
                victim.incarnation(),
                victim.scope(),
                victim.reason(),
                victim.delay(),
                store.get(victim.node())));
      }
      step = requests.step(now, nanos, wall());
      open.addAll(step.calls());
      interrupted.addAll(step.interrupts());
      open.removeAll(step.interrupts());
      step.events().stream().map(ClusterEvent::describe).forEach(told::add);
      confirmed.clear();
      confirmed.putAll(step.confirmed());
      wakeAtNanos = step.wakeAtNanos();
      if (!shut) {
        written += step.writes().size();
        store.putAll(step.writes());
      }
      assertThat(++rounds).as("writes without end: %s", step.writes()).isLessThan(10);
    } while (!step.writes().isEmpty() && !shut);
    return this;
  }

  /** Lets time pass, and whatever becomes due on the way happen at its moment. */
  FencingBench pass(Duration duration) {
    long end = nanos + duration.toNanos();
    while (wakeAtNanos != Long.MAX_VALUE && wakeAtNanos - end <= 0) {
      assertThat(wakeAtNanos - nanos).as("a wake-up that is not in the past").isPositive();
      nanos = wakeAtNanos;
      step();
    }
    nanos = end;
    return step();
  }

  /** Lets time pass until a device is called. */
  Duration passUntilCalled() {
    long from = nanos;
    while (open.isEmpty()) {
      assertThat(wakeAtNanos).as("something is due").isNotEqualTo(Long.MAX_VALUE);
      nanos = wakeAtNanos;
      step();
    }
    return Duration.ofNanos(nanos - from);
  }

  FencingCall onlyCall() {
    assertThat(open).hasSize(1);
    return open.get(0);
  }

  /** Answers the only call that is open. */
  FencingBench answer(FencingResult result) {
    return answer(onlyCall(), result);
  }

  FencingBench succeed() {
    return answer(FencingResult.succeeded());
  }

  FencingBench fail() {
    return answer(FencingResult.failed("no"));
  }

  FencingBench answer(FencingCall call, FencingResult result) {
    open.remove(call);
    requests.answered(call, result, nanos, wall());
    return step();
  }

  /** Returns what is open, as "device action node". */
  List<String> calls() {
    return open.stream()
        .map(call -> call.device() + " " + call.action() + " " + call.node())
        .toList();
  }

  FencingDocument stored(String node) {
    return store.getOrDefault(node, FencingDocument.EMPTY);
  }

  int takeWritten() {
    int result = written;
    written = 0;
    return result;
  }

  boolean rests() {
    return wakeAtNanos == Long.MAX_VALUE;
  }

  List<FencingCall> abandon() {
    return requests.abandon();
  }

  Instant wall() {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
