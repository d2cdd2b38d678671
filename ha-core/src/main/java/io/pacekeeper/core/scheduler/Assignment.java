package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which resource is to be on which node.
 *
 * <p>Resources are assigned one by one, by priority and then by id. Each takes the available node
 * with the highest score that is not negative. Between nodes of one score, one that is above zero
 * is enough to stay; otherwise the node with fewer resources assigned to it so far is taken, then
 * the current one, then the first by name.
 */
final class Assignment {
  /** On no node. */
  static final int NOWHERE = -1;

  private final int[] order;
  private final int[] nodes;

  private Assignment(int[] order, int[] nodes) {
    this.order = order;
    this.nodes = nodes;
  }

  static Assignment of(
      Roster roster, NodeStatus nodes, History history, ScoreTable scores, Trace trace) {
    return new Builder(roster, nodes, history, scores, trace).build();
  }

  /** Returns the resources in the order in which they were assigned. */
  int[] order() {
    return order;
  }

  /** Returns the node of a resource, or {@link #NOWHERE}. */
  int node(int resource) {
    return nodes[resource];
  }

  private static final class Builder {
    private final Roster roster;
    private final NodeStatus nodes;
    private final History history;
    private final ScoreTable scores;
    private final Trace trace;
    private final int[] load;

    Builder(Roster roster, NodeStatus nodes, History history, ScoreTable scores, Trace trace) {
      this.roster = roster;
      this.nodes = nodes;
      this.history = history;
      this.scores = scores;
      this.trace = trace;
      this.load = new int[roster.nodes.size()];
    }

    Assignment build() {
      int[] order = order();
      int[] assigned = new int[order.length];
      for (int r : order) {
        int node = assign(r, trace.about(r));
        assigned[r] = node;
        if (node != NOWHERE) {
          load[node]++;
        }
      }
      return new Assignment(order, assigned);
    }

    /** Sorts by priority, high to low; what has the same priority keeps its place. */
    private int[] order() {
      long[] keys = new long[roster.resources.size()];
      for (int r = 0; r < keys.length; r++) {
        keys[r] = (long) -roster.resources.get(r).priority() << 32 | r;
      }
      Arrays.sort(keys);
      int[] order = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        order[i] = (int) keys[i];
      }
      return order;
    }

    private int assign(int r, @Nullable Trace asked) {
      Hold hold = history.of(r).hold();
      if (hold != null) {
        if (asked != null) {
          asked.verdictOnAll("not considered");
        }
        return hold.node();
      }
      if (roster.options.stopAllResources()) {
        if (asked != null) {
          asked.verdictOnAll("not considered");
        }
        return NOWHERE;
      }
      int current = history.of(r).currentNode();
      int best = best(r, current);
      if (best != NOWHERE
          && current != NOWHERE
          && scores.score(r, best) > 0
          && nodes.isAvailable(current)
          && scores.score(r, current) == scores.score(r, best)) {
        best = current;
      }
      if (asked != null) {
        explain(r, best, current, asked);
      }
      return best;
    }

    private int best(int r, int current) {
      int best = NOWHERE;
      for (int n = 0; n < load.length; n++) {
        if (isEligible(r, n) && (best == NOWHERE || compare(r, n, best, current) < 0)) {
          best = n;
        }
      }
      return best;
    }

    private boolean isEligible(int r, int n) {
      return nodes.isAvailable(n) && scores.score(r, n) >= 0;
    }

    /** Compares two nodes for a resource; the better one is the lesser one. */
    private int compare(int r, int a, int b, int current) {
      int byScore = Integer.compare(scores.score(r, b), scores.score(r, a));
      if (byScore != 0) {
        return byScore;
      }
      int byLoad = Integer.compare(load[a], load[b]);
      if (byLoad != 0) {
        return byLoad;
      }
      return a == current || b == current ? (a == current ? -1 : 1) : Integer.compare(a, b);
    }

    private void explain(int r, int best, int current, Trace asked) {
      for (int n = 0; n < load.length; n++) {
        asked.verdict(n, verdict(r, n, best, current));
      }
    }

    private String verdict(int r, int n, int best, int current) {
      if (!isEligible(r, n)) {
        return "cannot run it";
      }
      if (n == best) {
        return "chosen";
      }
      int score = scores.score(r, n);
      if (score < scores.score(r, best)) {
        return "has a lower score than " + roster.nodeName(best);
      }
      if (best == current && score > 0) {
        return "has no higher score than " + roster.nodeName(best) + ", where it is";
      }
      if (load[n] != load[best]) {
        return "has as high a score, but more resources (%d, and %s has %d)"
            .formatted(load[n], roster.nodeName(best), load[best]);
      }
      return best == current
          ? "is as good as " + roster.nodeName(best) + ", where it is"
          : "is as good as " + roster.nodeName(best) + ", which comes first by name";
    }
  }

  /** Returns a score with what holds for a node whatever the resource. */
  static int effectiveScore(NodeStatus nodes, ScoreTable scores, int resource, int node) {
    return nodes.isAvailable(node) ? scores.score(resource, node) : -Score.INFINITY;
  }
}
