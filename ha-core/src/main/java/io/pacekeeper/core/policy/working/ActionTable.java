package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ActionTable is the actions of one resource. As long as there are few they are gone through;
 * then they are found by their keys, and whether a node is among those of a key by a bit.
 */
final class ActionTable {
  private static final int FEW = 8;

  /** The actions of one key. */
  private static final class OfKey {
    private final List<Action> actions = new ArrayList<>(2);
    private final BitSet nodes = new BitSet();

    /** Some began without a node, and may have been given one since. */
    private boolean anyNode;

    void add(Action action) {
      actions.add(action);
      WorkingNode node = action.node();
      if (node == null) {
        anyNode = true;
      } else {
        nodes.set(node.index());
      }
    }

    boolean mayHave(WorkingNode node) {
      return anyNode || nodes.get(node.index());
    }
  }

  private final List<Action> actions = new ArrayList<>(4);
  private @Nullable Map<String, OfKey> byKey;
  private boolean stops;

  /** Returns the actions in the order in which they were made. */
  List<Action> actions() {
    return actions;
  }

  void add(Action action) {
    actions.add(action);
    stops |= action.task().equals(Task.STOP);
    if (byKey != null) {
      add(byKey, action);
    } else if (actions.size() > FEW) {
      Map<String, OfKey> table = new HashMap<>();
      actions.forEach(each -> add(table, each));
      byKey = table;
    }
  }

  /** Returns whether any of the actions is a stop. */
  boolean stops() {
    return stops;
  }

  private static void add(Map<String, OfKey> table, Action action) {
    table.computeIfAbsent(action.key(), key -> new OfKey()).add(action);
  }

  /** Returns the actions of a key; see {@link Actions#ofKey}. */
  List<Action> find(String key, @Nullable WorkingNode node) {
    if (byKey == null) {
      return Actions.find(actions, key, node);
    }
    OfKey ofKey = byKey.get(key);
    if (ofKey == null) {
      return List.of();
    }
    if (node == null) {
      return new ArrayList<>(ofKey.actions);
    }
    return ofKey.mayHave(node) ? Actions.find(ofKey.actions, key, node) : List.of();
  }
}
