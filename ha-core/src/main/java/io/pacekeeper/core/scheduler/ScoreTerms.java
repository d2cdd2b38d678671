package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation.Term;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.scheduler.NodeStatus.Obstacle;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why one resource would like to be on each node as much as it does: its location constraints, its
 * stickiness, all that rules a node out, and last what other resources have to do with it.
 */
final class ScoreTerms {
  private final Roster roster;
  private final Reasons reasons;
  private final ResourceDefinition definition;
  private final ResourceStatus status;
  private final int resource;
  private final List<List<Term>> terms = new ArrayList<>();
  private final List<Set<String>> remedies = new ArrayList<>();
  private final BitSet named = new BitSet();
  private final BitSet tooSmall = new BitSet();

  private ScoreTerms(Reasons reasons, int resource) {
    this.roster = reasons.roster();
    this.reasons = reasons;
    this.resource = resource;
    this.definition = roster.resources.get(resource);
    this.status = reasons.history().of(resource);
    for (int n = 0; n < roster.nodes.size(); n++) {
      terms.add(new ArrayList<>());
      remedies.add(new LinkedHashSet<>());
    }
  }

  static ScoreTerms of(Reasons reasons, int resource) {
    ScoreTerms terms = new ScoreTerms(reasons, resource);
    terms.definition.locations().forEach(terms::addLocation);
    terms.banUnnamed();
    terms.addStickiness();
    terms.banWhereFailed();
    terms.banWithoutCode();
    terms.banEverywhere();
    terms.addPlacement();
    terms.addOthers();
    terms.addObstacles();
    return terms;
  }

  /** Returns the terms of a node. */
  List<Term> of(int node) {
    return terms.get(node);
  }

  /** Returns what they add up to. */
  int score(int node) {
    return terms.get(node).stream().mapToInt(Term::score).reduce(0, Score::add);
  }

  /** Returns what would have to change for each that rules the node out. */
  Set<String> remedies(int node) {
    return remedies.get(node);
  }

  /** Returns whether nothing but its capacity speaks against some node. */
  boolean isShort() {
    return tooSmall.stream().anyMatch(n -> reasons.nodes().isAvailable(n));
  }

  private void addLocation(LocationConstraint location) {
    if (location.role() != io.pacekeeper.api.Role.STARTED) {
      return;
    }
    Rule rule = location.rule();
    BitSet matching = new BitSet();
    String source;
    if (rule == null) {
      int node = roster.node(String.valueOf(location.node()));
      source = "location " + location.node();
      if (node >= 0) {
        matching.set(node);
      }
    } else {
      source = "rule " + rule;
      matching = roster.matching(rule);
    }
    for (int n = matching.nextSetBit(0); n >= 0; n = matching.nextSetBit(n + 1)) {
      named.set(n);
      String remedy = location.score() < 0 ? "change the constraint '" + source + "'" : null;
      term(n, source, location.score(), remedy);
    }
  }

  private void term(int node, String source, int score, @Nullable String remedy) {
    terms.get(node).add(new Term(source, score));
    if (remedy != null) {
      remedies.get(node).add(remedy);
    }
  }

  private void ban(int node, String source, String remedy) {
    term(node, source, -Score.INFINITY, remedy);
  }

  private void banUnnamed() {
    for (int n = 0; n < terms.size() && !roster.options.symmetricCluster(); n++) {
      if (!named.get(n)) {
        ban(
            n,
            "symmetric-cluster is off, and no location names the node",
            "add a location for " + roster.nodeName(n));
      }
    }
  }

  private void addStickiness() {
    int stickiness = definition.stickiness();
    if (stickiness > 0 && status.hold() == null && status.active().size() == 1) {
      term(status.currentNode(), "stickiness", stickiness, null);
    }
  }

  private void banWhereFailed() {
    for (NodeFailures failures : status.failures()) {
      if (Reasons.areTooMany(definition, failures)) {
        String count = "failcount " + Score.format(failures.failcount());
        int threshold = Reasons.threshold(definition);
        ban(
            failures.node(),
            threshold == Score.INFINITY ? count : count + " >= migration-threshold " + threshold,
            "clean up " + definition.id() + " on " + roster.nodeName(failures.node()));
      }
    }
  }

  private void banWithoutCode() {
    for (int n = 0; n < terms.size(); n++) {
      if (!roster.hasCode(resource, n)) {
        ban(n, "no code for it", "deploy its code on " + roster.nodeName(n));
      }
    }
  }

  private void banEverywhere() {
    NodeFailures stopped = status.stopped();
    if (stopped != null) {
      String node = roster.nodeName(stopped.node());
      banEverywhere(
          "on-fail=stop after " + History.describe(stopped.failure()) + " on " + node,
          "clean up " + definition.id() + " on " + node);
    }
    if (definition.targetRole() == TargetRole.STOPPED) {
      banEverywhere("target-role is Stopped", "set target-role to Started");
    }
    if (roster.isOrphan(resource)) {
      banEverywhere("no application declares it", "declare it");
    }
  }

  private void banEverywhere(String source, String remedy) {
    for (int n = 0; n < terms.size(); n++) {
      ban(n, source, remedy);
    }
  }

  /** What the health of nodes says, and what they have too little of. */
  private void addPlacement() {
    PlacementTerms placement = new PlacementTerms(roster, reasons.decision(), resource);
    for (int n = 0; n < terms.size(); n++) {
      NodeHealth health = placement.health(n);
      if (health != null) {
        String causes = String.join(", ", health.causes());
        boolean bad = health.score() < 0;
        String remedy = bad ? "mend the health of " + roster.nodeName(n) : null;
        term(n, causes.isEmpty() ? "health" : "health " + causes, health.score(), remedy);
      }
    }
    if (status.hold() == null) {
      for (int n = 0; n < terms.size(); n++) {
        String shortage = score(n) <= -Score.INFINITY ? null : placement.shortage(n);
        if (shortage != null) {
          tooSmall.set(n);
          ban(n, shortage, "give " + roster.nodeName(n) + " more capacity");
        }
      }
    }
  }

  /** What the decision knows beyond all this comes of groups, colocations and orders. */
  private void addOthers() {
    boolean tied =
        !definition.constraints().colocations().isEmpty()
            || definition.group() != null
            || roster.isNamed(definition.id());
    if (!tied || status.hold() != null || definition.cloning() != null) {
      return;
    }
    for (int n = 0; n < terms.size(); n++) {
      int known = score(n);
      int decided = reasons.decision().score(resource, n);
      if (known != decided && known > -Score.INFINITY && known < Score.INFINITY) {
        int more = decided <= -Score.INFINITY ? decided : decided - known;
        term(n, "other resources", more, more < 0 ? "look at what it is tied to" : null);
      }
    }
  }

  private void addObstacles() {
    for (int n = 0; n < terms.size(); n++) {
      Obstacle obstacle = reasons.nodes().obstacle(n);
      if (obstacle != null) {
        ban(n, obstacle.state(), obstacle.remedy());
      }
    }
  }
}
