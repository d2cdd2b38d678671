package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.PlacementStrategy;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Capacity is what is left of each node's, and what each resource takes of it. Names are
 * numbered once, so that comparing nodes compares arrays.
 */
final class Capacity {
  /** A requirement does not name the attribute. */
  private static final int NOT_NAMED = Integer.MIN_VALUE;

  private final boolean counts;
  private final Map<String, Integer> names = new HashMap<>();
  private final int[][] free;
  private final boolean[][] has;
  private final int[] @Nullable [] needs;
  private boolean anythingNeeded;

  Capacity(WorkingSet working) {
    counts = working.options().placementStrategy() != PlacementStrategy.DEFAULT;
    int nodes = working.nodes().size();
    free = new int[nodes][];
    has = new boolean[nodes][];
    needs = new int[working.everyResource().size()][];
    if (counts) {
      number(working);
      read(working);
    }
  }

  private void number(WorkingSet working) {
    for (WorkingNode node : working.nodes()) {
      node.utilization().keySet().forEach(this::number);
    }
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive primitive) {
        primitive.utilization().keySet().forEach(this::number);
      }
    }
  }

  private void number(String name) {
    names.putIfAbsent(name, names.size());
  }

  private int place(String name) {
    return names.getOrDefault(name, 0);
  }

  private void read(WorkingSet working) {
    for (WorkingNode node : working.nodes()) {
      int[] values = new int[names.size()];
      boolean[] named = new boolean[names.size()];
      node.utilization()
          .forEach(
              (name, value) -> {
                values[place(name)] = value;
                named[place(name)] = true;
              });
      free[node.index()] = values;
      has[node.index()] = named;
    }
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive primitive && !primitive.utilization().isEmpty()) {
        int[] values = nothing();
        primitive.utilization().forEach((name, value) -> values[place(name)] = value);
        needs[primitive.index()] = values;
        anythingNeeded = true;
      }
    }
  }

  /** Returns whether capacity decides anything under the placement strategy. */
  boolean counts() {
    return counts;
  }

  /** Returns whether any resource takes anything. */
  boolean anythingNeeded() {
    return anythingNeeded;
  }

  /** Returns a requirement that names no attribute. */
  int[] nothing() {
    int[] values = new int[names.size()];
    Arrays.fill(values, NOT_NAMED);
    return values;
  }

  /** Adds what a primitive takes to a requirement. */
  void addNeeds(int[] sum, WorkingPrimitive primitive) {
    int[] added = needs[primitive.index()];
    if (added == null) {
      return;
    }
    for (int name = 0; name < sum.length; name++) {
      if (added[name] != NOT_NAMED) {
        sum[name] = sum[name] == NOT_NAMED ? added[name] : sum[name] + added[name];
      }
    }
  }

  boolean fits(int node, int[] needed) {
    int[] values = free[node];
    for (int name = 0; name < needed.length; name++) {
      if (needed[name] != NOT_NAMED && needed[name] > values[name]) {
        return false;
      }
    }
    return true;
  }

  /** Says of what a node has too little left for a requirement, and how little. */
  String shortage(int node, int[] needed) {
    List<String> lacking = new ArrayList<>();
    for (String name : new TreeSet<>(names.keySet())) {
      int place = place(name);
      int left = free[node][place];
      if (needed[place] != NOT_NAMED && needed[place] > left) {
        lacking.add("%d %s needed, %d left".formatted(needed[place], name, left));
      }
    }
    return String.join(", ", lacking);
  }

  /** Compares two nodes by in how many attributes each has more left; less: the first has. */
  int compare(int one, int other) {
    int[] values = free[one];
    int[] otherValues = free[other];
    int result = 0;
    for (int name = 0; name < values.length; name++) {
      result += Integer.compare(otherValues[name], values[name]);
    }
    return result;
  }

  /** Takes what a primitive needs from a node. */
  void consume(int node, WorkingPrimitive primitive) {
    change(node, primitive, -1);
  }

  /** Gives back to a node what a primitive had taken. */
  void release(int node, WorkingPrimitive primitive) {
    change(node, primitive, 1);
  }

  private void change(int node, WorkingPrimitive primitive, int sign) {
    int[] values = needs[primitive.index()];
    if (values == null) {
      return;
    }
    for (int name = 0; name < values.length; name++) {
      if (values[name] != NOT_NAMED && has[node][name]) {
        free[node][name] += sign * values[name];
      } else if (values[name] != NOT_NAMED) {
        has[node][name] = true;
      }
    }
  }
}
