package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The History of a cluster whose resources were all started where the engine puts them. Every node
 * remembers every resource: its start, or that a probe did not find it.
 */
final class History {
  /** When the decisions are taken. */
  static final RuleTime NOW = new RuleTime(1_700_000_000, ZoneOffset.UTC);

  private static final long BEFORE = 1_690_000_000;

  /** The digests of no parameters, and of no parameters with a timeout of 20 s. */
  private static final String OF_NOTHING = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

  private static final String OF_TIMEOUT = "4811cef7f7f94e3a35a70be7916cb2fd";
  private static final int NOT_RUNNING = 7;
  private static final int PROMOTED = 8;

  private final boolean failed;
  private final List<Map<String, ResourceHistory>> ofNodes = new ArrayList<>();
  private int calls;

  private History(PolicyInput input, boolean failed) {
    this.failed = failed;
    for (int node = 0; node < input.nodes().size(); node++) {
      ofNodes.add(new HashMap<>());
    }
  }

  /** Returns a cluster in which everything runs. */
  static PolicyInput running(PolicyInput input) {
    return withHistory(input, false);
  }

  /** Returns a cluster in which everything runs, and the last monitor of everything failed. */
  static PolicyInput failed(PolicyInput input) {
    return withHistory(input, true);
  }

  private static PolicyInput withHistory(PolicyInput input, boolean failed) {
    History history = new History(input, failed);
    for (WorkingResource resource :
        PolicyEngine.decide(Unpacking.unpack(input, NOW), false).working().everyResource()) {
      if (resource instanceof WorkingPrimitive primitive) {
        history.add(primitive);
      }
    }
    List<NodeState> states = new ArrayList<>();
    for (NodeState state : input.status()) {
      states.add(
          withHistory(state, history.ofNodes.get(Integer.parseInt(state.id()) - 1).values()));
    }
    return input.withStatus(states);
  }

  private static NodeState withHistory(NodeState state, Iterable<ResourceHistory> history) {
    List<ResourceHistory> all = new ArrayList<>();
    history.forEach(all::add);
    return new NodeState(
        state.id(),
        state.name(),
        state.membership(),
        state.peer(),
        state.join(),
        state.expected(),
        state.attributes(),
        all);
  }

  /** Returns a cluster one of whose nodes is gone; nothing of what it ran is known any more. */
  static PolicyInput withoutNode(PolicyInput input, int node) {
    List<NodeState> states = new ArrayList<>(input.status());
    NodeState lost = states.get(node);
    states.set(
        node,
        new NodeState(
            lost.id(), lost.name(), "false", "offline", "down", "down", List.of(), List.of()));
    return input.withStatus(states);
  }

  private void add(WorkingPrimitive primitive) {
    PrimitiveDefinition definition = primitive.definition();
    int assigned = -1;
    if (primitive.assigned() != null) {
      assigned = Integer.parseInt(primitive.assigned().id()) - 1;
      ofNodes
          .get(assigned)
          .put(
              definition.id(),
              history(definition, started(definition.id(), primitive.nextRole(), assigned)));
    }
    for (int node = 0; node < ofNodes.size(); node++) {
      int here = node;
      ofNodes
          .get(node)
          .computeIfAbsent(
              definition.id(),
              id -> history(definition, List.of(record(id, "monitor", 0, NOT_RUNNING, here))));
    }
  }

  private static ResourceHistory history(
      PrimitiveDefinition definition, List<OperationRecord> records) {
    return new ResourceHistory(
        definition.id(),
        definition.standard(),
        definition.provider(),
        definition.type(),
        null,
        0,
        records);
  }

  private List<OperationRecord> started(String id, Role role, int node) {
    List<OperationRecord> records = new ArrayList<>();
    records.add(record(id, "start", 0, 0, node));
    boolean promoted = role == Role.PROMOTED;
    if (promoted) {
      records.add(record(id, "promote", 0, 0, node));
    }
    records.add(record(id, "monitor", 10_000, failed ? 1 : promoted ? PROMOTED : 0, node));
    return records;
  }

  private OperationRecord record(String id, String task, long interval, int result, int node) {
    int call = ++calls;
    String key = id + '_' + task + '_' + interval;
    int expected = result == 1 ? 0 : result;
    String transition = call + ":1:" + expected + ":00000000-0000-0000-0000-000000000001";
    return new OperationRecord(
        key,
        key,
        task,
        interval,
        call,
        result,
        0,
        transition,
        "0:" + result + ';' + transition,
        BEFORE,
        null,
        null,
        Cluster.node(node),
        null,
        "3.16.1",
        new RecordedDigests(interval == 0 ? OF_NOTHING : OF_TIMEOUT, null, null, null, null));
  }
}
