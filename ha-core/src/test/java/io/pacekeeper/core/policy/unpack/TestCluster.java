package io.pacekeeper.core.policy.unpack;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small cluster that a test describes, word by word, and then has unpacked. */
final class TestCluster {
  static final long NOW = 1_700_000_000;

  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<ResourceDefinition> resources = new ArrayList<>();
  private final Map<String, NodeState> states = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
  private final Map<String, Map<String, List<OperationRecord>>> histories = new LinkedHashMap<>();
  private int calls;

  /** A cluster without fencing whose nodes are all there. */
  static TestCluster of(String... nodes) {
    TestCluster cluster = new TestCluster();
    cluster.options.put("stonith-enabled", "false");
    for (String node : nodes) {
      cluster.state(node, "true", "online", "member", "member");
    }
    return cluster;
  }

  TestCluster option(String name, String value) {
    options.put(name, value);
    return this;
  }

  TestCluster withFencing() {
    options.put("stonith-enabled", "true");
    resources.add(primitive("device", "stonith", Map.of(), List.of()));
    return this;
  }

  TestCluster state(
      String node, @Nullable String member, String peer, String join, String expected) {
    states.put(node, new NodeState(node, node, member, peer, join, expected, List.of(), List.of()));
    return this;
  }

  TestCluster attribute(String node, String name, String value) {
    attributes.computeIfAbsent(node, any -> new LinkedHashMap<>()).put(name, value);
    return this;
  }

  TestCluster primitive(String id, String... meta) {
    resources.add(primitive(id, "ocf", pairs(meta), List.of()));
    return this;
  }

  /** Adds a primitive with an operation that says what to do if it fails. */
  TestCluster primitiveWith(String id, String task, String interval, String onFail) {
    OperationDefinition operation =
        new OperationDefinition(
            id + '-' + task,
            Map.of("name", task, "interval", interval, "on-fail", onFail),
            List.of(),
            List.of());
    resources.add(primitive(id, "ocf", Map.of(), List.of(operation)));
    return this;
  }

  TestCluster clone(String id, String child, String... meta) {
    resources.add(
        new CloneDefinition(
            id,
            false,
            Map.of("id", id),
            List.of(set(id, pairs(meta))),
            List.of(),
            List.of(),
            primitive(child, "ocf", Map.of(), List.of())));
    return this;
  }

  private static PrimitiveDefinition primitive(
      String id, String standard, Map<String, String> meta, List<OperationDefinition> operations) {
    return new PrimitiveDefinition(
        id,
        standard,
        standard.equals("ocf") ? "test" : null,
        "Dummy",
        Map.of("id", id),
        List.of(set(id, meta)),
        List.of(),
        List.of(),
        operations);
  }

  private static Map<String, String> pairs(String... words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], words[i + 1]);
    }
    return pairs;
  }

  private static AttributeSet set(String id, Map<String, String> pairs) {
    List<Attribute> list = new ArrayList<>();
    pairs.forEach((name, value) -> list.add(new Attribute(name, value)));
    return new AttributeSet(id, 0, List.of(), list);
  }

  /** Has a node remember an operation that was expected to end with 0, or 7 if it was a probe. */
  TestCluster done(String node, String resource, String task, long interval, int result) {
    int expected = task.equals("monitor") && interval == 0 ? 7 : 0;
    int status = result == expected || (expected == 7 && result == 0) ? 0 : 4;
    return done(node, resource, task, interval, result, expected, status, NOW - 1000);
  }

  TestCluster done(
      String node,
      String resource,
      String task,
      long interval,
      int result,
      int expected,
      int status,
      long time) {
    calls++;
    String key = resource + '_' + task + '_' + interval;
    String transition = "1:" + calls + ':' + expected + ":uuid";
    OperationRecord record =
        new OperationRecord(
            key + '-' + calls,
            key,
            task,
            interval,
            status < 0 ? -1 : calls,
            result,
            status,
            transition,
            status + ":" + result + ';' + transition,
            time,
            null,
            null,
            node,
            null,
            "3.16.1",
            RecordedDigests.NONE);
    histories
        .computeIfAbsent(node, any -> new LinkedHashMap<>())
        .computeIfAbsent(resource, any -> new ArrayList<>())
        .add(record);
    return this;
  }

  Unpacked unpack() {
    List<NodeDefinition> nodes = new ArrayList<>();
    List<NodeState> status = new ArrayList<>();
    states.forEach(
        (name, state) -> {
          nodes.add(new NodeDefinition(name, name, null, null, List.of(), List.of()));
          List<ResourceHistory> history = new ArrayList<>();
          histories
              .getOrDefault(name, Map.of())
              .forEach(
                  (resource, records) ->
                      history.add(
                          new ResourceHistory(resource, "ocf", "test", "Dummy", null, 0, records)));
          status.add(
              new NodeState(
                  name,
                  name,
                  state.membership(),
                  state.peer(),
                  state.join(),
                  state.expected(),
                  List.of(set("t-" + name, attributes.getOrDefault(name, Map.of()))),
                  history));
        });
    PolicyInput input =
        new PolicyInput(
            new ClusterHeader(true, "n1", "3.16.1", null, false),
            List.of(set("cib-bootstrap-options", options)),
            nodes,
            resources,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            status);
    return Unpacking.unpack(input, new RuleTime(NOW, ZoneOffset.UTC));
  }

  WorkingNode node(String name) {
    return node(unpack(), name);
  }

  static WorkingNode node(Unpacked unpacked, String name) {
    return Objects.requireNonNull(unpacked.working().nodeByName(name));
  }

  static WorkingPrimitive primitive(Unpacked unpacked, String id) {
    return (WorkingPrimitive) Objects.requireNonNull(unpacked.working().resourceById(id));
  }
}
