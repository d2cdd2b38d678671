package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ResourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The resources of one node, fed by hand: each call returns every effect that followed from it. */
final class ServicesBench {
  static final String NODE = "n1";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final Outbox out = new Outbox();
  final Services services;
  final Map<String, ResourceDefinition> definitions = new TreeMap<>();
  final Set<String> leftAlone = new HashSet<>();
  boolean mayBegin = true;
  boolean startFailureIsFatal = true;
  private long nanos;

  ServicesBench() {
    this(8);
  }

  ServicesBench(int parallel) {
    services = new Services(NODE, parallel, out);
  }

  /** Returns a resource whose start may take 5 s, its stop 3 s; a failed stop has this effect. */
  static ResourceDefinition resource(
      String id, OnFail onStopFailure, MonitorDefinition... monitors) {
    return new ResourceDefinition(
        id,
        0,
        1,
        TargetRole.STARTED,
        true,
        false,
        Requires.FENCING,
        0,
        Duration.ofSeconds(60),
        new OperationDefinition(Duration.ofSeconds(5), OnFail.RESTART),
        new OperationDefinition(Duration.ofSeconds(3), onStopFailure),
        List.of(monitors),
        List.of());
  }

  static MonitorDefinition monitor(int intervalSeconds, OnFail onFail) {
    return new MonitorDefinition(
        Duration.ofSeconds(intervalSeconds), Duration.ofSeconds(1), onFail);
  }

  static long token(int number) {
    return new OrderNumber(1, number).token();
  }

  static OrderedAction start(int number, String resource, After... after) {
    return new OrderedAction(token(number), Operation.START, resource, List.of(after), "go");
  }

  static OrderedAction stop(int number, String resource, After... after) {
    return new OrderedAction(token(number), Operation.STOP, resource, List.of(after), "halt");
  }

  static After afterStop(String resource) {
    return new After(Operation.STOP, resource);
  }

  static After afterStart(String resource) {
    return new After(Operation.START, resource);
  }

  static Effect.RunOperation run(
      long id, Operation operation, String resource, int number, String reason) {
    return new Effect.RunOperation(id, operation, resource, token(number), reason);
  }

  static Effect started(String resource, int number, long millis) {
    return new Effect.Publish(
        new ClusterEvent.ResourceStarted(NODE, resource, token(number), Duration.ofMillis(millis)));
  }

  static Effect stopped(String resource, long millis) {
    return new Effect.Publish(
        new ClusterEvent.ResourceStopped(NODE, resource, Duration.ofMillis(millis)));
  }

  static Effect failed(String resource, Operation operation, int failcount, String reason) {
    return new Effect.Publish(
        new ClusterEvent.OperationFailed(NODE, resource, operation, failcount, reason));
  }

  void define(ResourceDefinition definition) {
    definitions.put(definition.id(), definition);
  }

  List<Effect> order(int number, OrderedAction... actions) {
    services.order(
        new OrdersDocument(
            "life", new OrderNumber(1, number), List.of(actions), ImmutableSortedSet.of(), false));
    return advance();
  }

  List<Effect> returned(long id) {
    return returned(id, null);
  }

  List<Effect> returned(long id, @Nullable String failure) {
    services.returned(id, failure, false, now(), conditions());
    return advance();
  }

  List<Effect> refused(long id) {
    services.returned(id, null, true, now(), conditions());
    return advance();
  }

  List<Effect> serviceFailed(String resource, int number, String reason) {
    services.serviceFailed(resource, token(number), reason, now(), conditions());
    return advance();
  }

  List<Effect> stopAll(String reason) {
    services.stopAll(reason);
    return advance();
  }

  ByHand.@Nullable Result runByHand(String request, String operation, String resource) {
    return services.byHand().run(request, operation, resource, "ann", now(), conditions());
  }

  /** Returns what was put out since the last call, without anybody doing anything. */
  List<Effect> drained() {
    return out.drain();
  }

  List<Effect> pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    return advance();
  }

  /** Returns in how many milliseconds it wants to be woken, -1 for never. */
  long wakesInMillis() {
    long wake = services.wakeAtNanos(conditions());
    return wake == Long.MAX_VALUE ? -1 : Duration.ofNanos(wake - nanos).toMillis();
  }

  /** Returns the state of a resource, but for since when it is active. */
  ResourceState state(String resource) {
    ResourceState state = services.states().getOrDefault(resource, ResourceState.STOPPED);
    return new ResourceState(
        state.phase(), state.token(), state.failcount(), state.failure(), null, state.promotion());
  }

  /** Returns since when a resource is active, or null. */
  @Nullable Instant since(String resource) {
    return services.states().getOrDefault(resource, ResourceState.STOPPED).since();
  }

  Moment now() {
    return new Moment(nanos, START.plusNanos(nanos));
  }

  /** Starts a resource by the order of this number; its operation has this id. */
  void isStarted(int number, String resource, long id) {
    order(number, start(number, resource));
    returned(id);
  }

  private List<Effect> advance() {
    services.advance(now(), conditions());
    return out.drain();
  }

  private Services.Conditions conditions() {
    return new Services.Conditions(
        mayBegin,
        startFailureIsFatal,
        id -> definitions.getOrDefault(id, resource(id, OnFail.FENCE)),
        definition -> leftAlone.contains(definition.id()));
  }
}
