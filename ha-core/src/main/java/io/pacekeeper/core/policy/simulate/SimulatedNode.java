package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a node while a transition is played through. */
final class SimulatedNode {
  private static final int FAILED = 1;

  private final String id;
  private final String name;
  private final List<SimulatedHistory> history = new ArrayList<>();
  private List<AttributeSet> attributes = List.of();
  private @Nullable String membership;
  private @Nullable String peer;
  private @Nullable String join;
  private @Nullable String expected;

  SimulatedNode(String id, String name) {
    this.id = id;
    this.name = name;
  }

  static SimulatedNode of(NodeState state, String name) {
    SimulatedNode node = new SimulatedNode(state.id(), name);
    node.membership = state.membership();
    node.peer = state.peer();
    node.join = state.join();
    node.expected = state.expected();
    node.attributes = state.attributes();
    state.history().forEach(each -> node.history.add(new SimulatedHistory(each)));
    return node;
  }

  NodeState state() {
    return new NodeState(
        id,
        name,
        membership,
        peer,
        join,
        expected,
        attributes,
        history.stream().map(SimulatedHistory::history).toList());
  }

  boolean is(String nodeId, String nodeName) {
    return id.equals(nodeId) || name.equalsIgnoreCase(nodeName);
  }

  /** It is there and takes part. */
  void join() {
    membership = "true";
    peer = "online";
    join = "member";
    expected = "member";
  }

  /** It is gone for good, and with it what was known of what ran there. */
  void leave() {
    membership = "false";
    peer = "offline";
    join = "down";
    expected = "down";
    attributes = List.of();
    history.clear();
  }

  void setAttributes(List<AttributeSet> sets) {
    attributes = sets;
  }

  List<AttributeSet> attributes() {
    return attributes;
  }

  /** A monitor finds that a resource has failed; that is counted, too. */
  void fail(PrimitiveDefinition primitive, long interval, long clock, @Nullable String featureSet) {
    SimulatedHistory failed =
        history(
            primitive.id(),
            new ResourceHistory(
                primitive.id(),
                primitive.standard(),
                primitive.provider(),
                primitive.type(),
                null,
                0,
                List.of()));
    failed.put(
        Traces.of(
            Task.key(failed.id(), "last_failure", 0),
            Task.key(failed.id(), Task.MONITOR, interval),
            Task.MONITOR,
            interval,
            failed.nextCallId(),
            FAILED,
            0,
            clock,
            featureSet));
    String operation = primitive.id() + '#' + Task.MONITOR + '_' + interval;
    count("fail-count-" + operation);
    put("last-failure-" + operation, String.valueOf(clock));
  }

  private void count(String attribute) {
    int before =
        attributes.stream()
            .flatMap(set -> set.attributes().stream())
            .filter(each -> each.name().equals(attribute))
            .findFirst()
            .map(each -> Words.integer(each.value(), 0))
            .orElse(0);
    put(attribute, String.valueOf(before + 1));
  }

  private void put(String attribute, String value) {
    List<AttributeSet> sets = new ArrayList<>();
    for (AttributeSet set : attributes) {
      List<Attribute> kept = new ArrayList<>(set.attributes());
      kept.removeIf(each -> each.name().equals(attribute));
      sets.add(new AttributeSet(set.id(), set.score(), set.rules(), kept));
    }
    sets.add(
        new AttributeSet(
            "what-if-" + attribute, 0, List.of(), List.of(new Attribute(attribute, value))));
    attributes = sets;
  }

  /**
   * Returns the history of a resource; it is made if there is none.
   *
   * @param shown the name under which the resource was found
   * @param like what it is called otherwise, and what it is
   */
  SimulatedHistory history(String shown, ResourceHistory like) {
    for (String name : List.of(shown, like.id())) {
      List<SimulatedHistory> found =
          history.stream().filter(each -> each.id().equals(name)).toList();
      // Of several it cannot be said which is meant.
      if (found.size() == 1) {
        return found.get(0);
      }
    }
    SimulatedHistory made = new SimulatedHistory(like);
    history.add(made);
    return made;
  }

  /** The history of one resource on a node. */
  static final class SimulatedHistory {
    private final ResourceHistory like;
    private final List<OperationRecord> operations;

    SimulatedHistory(ResourceHistory like) {
      this.like = like;
      this.operations = new ArrayList<>(like.operations());
    }

    String id() {
      return like.id();
    }

    int nextCallId() {
      int last = 0;
      for (OperationRecord operation : operations) {
        last = Math.max(last, operation.callId() == null ? 0 : operation.callId());
      }
      return last + 1;
    }

    /** Writes down an operation, in the place of an earlier one of that id. */
    void put(OperationRecord operation) {
      for (int i = 0; i < operations.size(); i++) {
        if (operations.get(i).id().equals(operation.id())) {
          operations.set(i, operation);
          return;
        }
      }
      operations.add(operation);
    }

    ResourceHistory history() {
      return new ResourceHistory(
          like.id(),
          like.standard(),
          like.provider(),
          like.type(),
          like.container(),
          like.shutdownLock(),
          operations);
    }
  }
}
