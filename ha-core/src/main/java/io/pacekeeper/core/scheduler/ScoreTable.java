package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much each resource would like to be on each node: its location constraints, its stickiness,
 * and all that rules a node out for it. What rules a node out for everybody is not in it.
 */
final class ScoreTable {
  /** No constraint has named the node yet, where only named nodes may be used. */
  private static final int NOT_NAMED = Integer.MIN_VALUE;

  private final int nodes;
  private final int[] scores;

  private final BitSet code;

  private ScoreTable(int nodes, int[] scores, BitSet code) {
    this.nodes = nodes;
    this.scores = scores;
    this.code = code;
  }

  static ScoreTable of(Roster roster, History history, Trace trace) {
    return new Builder(roster, history, trace).build();
  }

  int score(int resource, int node) {
    return scores[resource * nodes + node];
  }

  /** Returns whether a node has the code of a resource. */
  boolean hasCode(int resource, int node) {
    return code.get(resource * nodes + node);
  }

  /**
   * Returns whether the failures on a node are as many as the migration-threshold. Without one,
   * only a failcount of INFINITY is, which a failed start leaves behind where that is fatal.
   */
  static boolean areTooMany(ResourceDefinition definition, NodeFailures failures) {
    return failures.failcount() >= threshold(definition);
  }

  private static int threshold(ResourceDefinition definition) {
    return definition.migrationThreshold() == 0 ? Score.INFINITY : definition.migrationThreshold();
  }

  private static final class Builder {
    private final Roster roster;
    private final History history;
    private final Trace trace;
    private final ScoreTable table;
    private final Map<Rule, BitSet> matches = new HashMap<>();

    Builder(Roster roster, History history, Trace trace) {
      this.roster = roster;
      this.history = history;
      this.trace = trace;
      int nodes = roster.nodes.size();
      this.table = new ScoreTable(nodes, new int[roster.resources.size() * nodes], code(roster));
    }

    /** Returns which node has code for which resource, at the places of the table. */
    private static BitSet code(Roster roster) {
      int nodes = roster.nodes.size();
      BitSet code = new BitSet(roster.resources.size() * nodes);
      for (int n = 0; n < nodes; n++) {
        for (String agent : roster.nodes.get(n).agents()) {
          int resource = roster.resource(agent);
          if (resource >= 0) {
            code.set(resource * nodes + n);
          }
        }
      }
      return code;
    }

    ScoreTable build() {
      if (!roster.options.symmetricCluster()) {
        Arrays.fill(table.scores, NOT_NAMED);
      }
      for (int r = 0; r < roster.resources.size(); r++) {
        @Nullable Trace asked = trace.about(r);
        for (LocationConstraint location : roster.resources.get(r).locations()) {
          addLocation(r, location, asked);
        }
        banUnnamed(r, asked);
        addStickiness(r, asked);
        banWhereFailed(r, asked);
        banWithoutCode(r, asked);
        banEverywhere(r, asked);
      }
      return table;
    }

    private void addLocation(int r, LocationConstraint location, @Nullable Trace asked) {
      if (location.node() != null) {
        int node = roster.node(location.node());
        if (node >= 0) {
          add(r, node, location.score());
          if (asked != null) {
            String source = "location " + location.node();
            asked.term(node, source, location.score(), remedyIfBanned(location.score(), source));
          }
        }
        return;
      }
      Rule rule = Objects.requireNonNull(location.rule());
      BitSet matching = matches.computeIfAbsent(rule, this::matching);
      for (int n = matching.nextSetBit(0); n >= 0; n = matching.nextSetBit(n + 1)) {
        add(r, n, location.score());
        if (asked != null) {
          String source = "rule " + rule;
          asked.term(n, source, location.score(), remedyIfBanned(location.score(), source));
        }
      }
    }

    private static @Nullable String remedyIfBanned(int score, String source) {
      return score < 0 ? "change the constraint '" + source + "'" : null;
    }

    private BitSet matching(Rule rule) {
      BitSet matching = new BitSet();
      for (int n = 0; n < roster.nodes.size(); n++) {
        Map<String, String> attributes = new TreeMap<>(roster.nodes.get(n).attributes());
        attributes.put("#uname", roster.nodeName(n));
        if (rule.matches(attributes)) {
          matching.set(n);
        }
      }
      return matching;
    }

    private void banUnnamed(int r, @Nullable Trace asked) {
      if (roster.options.symmetricCluster()) {
        return;
      }
      for (int n = 0; n < table.nodes; n++) {
        if (table.score(r, n) == NOT_NAMED) {
          ban(r, n);
          if (asked != null) {
            asked.ban(
                n,
                "symmetric-cluster is off, and no location names the node",
                "add a location for " + roster.nodeName(n));
          }
        }
      }
    }

    private void addStickiness(int r, @Nullable Trace asked) {
      ResourceStatus status = history.of(r);
      int stickiness = roster.resources.get(r).stickiness();
      if (stickiness > 0 && status.hold() == null && status.active().size() == 1) {
        add(r, status.currentNode(), stickiness);
        if (asked != null) {
          asked.term(status.currentNode(), "stickiness", stickiness, null);
        }
      }
    }

    private void banWhereFailed(int r, @Nullable Trace asked) {
      ResourceDefinition definition = roster.resources.get(r);
      for (NodeFailures failures : history.of(r).failures()) {
        if (areTooMany(definition, failures)) {
          ban(r, failures.node());
          if (asked != null) {
            String count = "failcount " + Score.format(failures.failcount());
            asked.ban(
                failures.node(),
                threshold(definition) == Score.INFINITY
                    ? count
                    : count + " >= migration-threshold " + threshold(definition),
                "clean up " + definition.id() + " on " + roster.nodeName(failures.node()));
          }
        }
      }
    }

    private void banWithoutCode(int r, @Nullable Trace asked) {
      for (int n = 0; n < table.nodes; n++) {
        if (!table.hasCode(r, n)) {
          ban(r, n);
          if (asked != null) {
            asked.ban(n, "no code for it", "deploy its code on " + roster.nodeName(n));
          }
        }
      }
    }

    private void banEverywhere(int r, @Nullable Trace asked) {
      ResourceDefinition definition = roster.resources.get(r);
      @Nullable NodeFailures stopped = history.of(r).stopped();
      if (stopped != null) {
        String node = roster.nodeName(stopped.node());
        banEverywhere(
            r,
            asked,
            "on-fail=stop after " + History.describe(stopped.failure()) + " on " + node,
            "clean up " + definition.id() + " on " + node);
      }
      if (definition.targetRole() == TargetRole.STOPPED) {
        banEverywhere(r, asked, "target-role is Stopped", "set target-role to Started");
      }
      if (roster.isOrphan(r)) {
        banEverywhere(r, asked, "no application declares it", "declare it");
      }
    }

    private void banEverywhere(int r, @Nullable Trace asked, String source, String remedy) {
      for (int n = 0; n < table.nodes; n++) {
        ban(r, n);
        if (asked != null) {
          asked.ban(n, source, remedy);
        }
      }
    }

    private void ban(int r, int n) {
      table.scores[r * table.nodes + n] = -Score.INFINITY;
    }

    private void add(int r, int n, int score) {
      int at = r * table.nodes + n;
      int before = table.scores[at];
      table.scores[at] = before == NOT_NAMED ? score : Score.add(before, score);
    }
  }
}
