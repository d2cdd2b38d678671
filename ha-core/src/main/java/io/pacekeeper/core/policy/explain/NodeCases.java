package io.pacekeeper.core.policy.explain;

import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Explanation.Promotion;
import io.pacekeeper.api.Explanation.Term;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Choice;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.PlacementStrategy;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The NodeCases are what speaks for and against each node as the place of one resource, made of the
 * reasons that the engine has written down.
 */
public final class NodeCases {
  private static final String CHOSEN = "chosen";
  private static final String LEFT_ALONE = "left alone here";

  private final WorkingSet working;
  private final Reasons reasons;
  private final Phrases phrases;
  private final Wording wording;
  private final Waits waits;
  private final Parts parts;

  private NodeCases(
      WorkingSet working, Reasons reasons, Phrases phrases, WorkingResource resource) {
    this.working = working;
    this.reasons = reasons;
    this.phrases = phrases;
    this.wording = new Wording(working, phrases);
    this.waits = new Waits(working, phrases);
    this.parts = Parts.of(resource);
  }

  /**
   * Returns the cases of a resource that has been decided about, while reasons were written down.
   *
   * @param resource a primitive, a group, of which the first member counts, or a clone
   */
  public static NodeCases of(
      WorkingSet working, Reasons reasons, Phrases phrases, WorkingResource resource) {
    return new NodeCases(working, reasons, phrases, resource);
  }

  /** Returns the cases of all nodes, the most telling first. */
  public List<NodeCase> all() {
    if (parts.leads().isEmpty()) {
      return List.of();
    }
    Comparator<NodeCase> order =
        Comparator.<NodeCase, Boolean>comparing(NodeCases::isElsewhere)
            .thenComparing(Comparator.comparingInt(NodeCase::score).reversed())
            .thenComparing(NodeCase::node);
    return working.nodes().stream().map(this::of).sorted(order).toList();
  }

  private static boolean isElsewhere(NodeCase node) {
    return !node.verdict().startsWith(CHOSEN) && !node.verdict().startsWith(LEFT_ALONE);
  }

  /** Returns for what it waits where it is to be; null: nothing holds it up. */
  public @Nullable Cause waiting() {
    for (WorkingPrimitive part : parts.placed()) {
      Cause cause = waits.start(part);
      if (cause != null) {
        return cause;
      }
    }
    return null;
  }

  /** Returns what would have to change so that at least one node could run the resource. */
  public String remedy() {
    if (working.nodes().isEmpty() || parts.leads().isEmpty()) {
      return "start a node";
    }
    List<Set<String>> remedies = new ArrayList<>();
    for (WorkingNode node : working.nodes()) {
      remedies.add(remedies(parts.forCase(node), node));
    }
    Set<String> everywhere = new LinkedHashSet<>(remedies.get(0));
    remedies.forEach(everywhere::retainAll);
    remedies.forEach(remedy -> remedy.removeAll(everywhere));
    if (working.options().stopAll()) {
      everywhere.add("set stop-all-resources to false");
    }
    String all = String.join(" and ", everywhere);
    if (remedies.stream().anyMatch(Set::isEmpty)) {
      return all.isEmpty() ? "look at what it is tied to" : all;
    }
    String one =
        (remedies.size() == 1 ? "" : "one of: ")
            + remedies.stream()
                .map(remedy -> String.join(" and ", remedy))
                .collect(Collectors.joining("; "));
    return all.isEmpty() ? one : all + ", and " + one;
  }

  private NodeCase of(WorkingNode node) {
    WorkingPrimitive part = parts.forCase(node);
    List<Term> terms = new ArrayList<>();
    Cause obstacle = phrases.obstacle(node);
    for (Reason reason : reasons(part, node)) {
      add(terms, wording.of(reason, part, node).words(), reason.score());
    }
    if (obstacle != null) {
      add(terms, obstacle.words(), -Score.INFINITY);
    }
    return new NodeCase(
        node.name(),
        terms,
        score(part, node),
        verdict(part, node),
        remedy(part, node),
        promotion(node));
  }

  /**
   * Returns what added to a score, without what only repeats something else; that a clone as a
   * whole cannot be somewhere is replaced by why it cannot.
   */
  private List<Reason> reasons(WorkingPrimitive part, WorkingNode node) {
    List<Reason> all = reasons.of(part, node.index());
    boolean obstacle = phrases.obstacle(node) != null;
    boolean banned =
        all.stream().anyMatch(one -> one.score() <= -Score.INFINITY && one.kind() != Kind.CLONE);
    List<Reason> telling = new ArrayList<>();
    for (Reason reason : all) {
      if (reason.kind() == Kind.CLONE && parts.whole() != null) {
        if (!banned) {
          telling.add(ofClone(reason, parts.whole(), node));
        }
      } else if (reason.kind() != Kind.NODE || !obstacle) {
        telling.add(reason);
      }
    }
    return telling;
  }

  private Reason ofClone(Reason otherwise, WorkingClone clone, WorkingNode node) {
    return reasons.of(clone, node.index()).stream()
        .filter(reason -> reason.score() < 0)
        .min(Comparator.comparingInt(Reason::score))
        .map(one -> new Reason(one.kind(), one.detail(), one.other(), otherwise.score()))
        .orElse(otherwise);
  }

  /** Adds a term; the same thing twice in a row is one. */
  private static void add(List<Term> terms, String source, int score) {
    Term last = terms.isEmpty() ? null : terms.get(terms.size() - 1);
    if (last != null && last.source().equals(source) && Math.abs(score) < Score.INFINITY) {
      terms.set(terms.size() - 1, new Term(source, Score.add(last.score(), score)));
    } else if (last == null || !last.source().equals(source) || last.score() != score) {
      terms.add(new Term(source, score));
    }
  }

  private int score(WorkingPrimitive part, WorkingNode node) {
    return phrases.obstacle(node) == null ? part.allowed().score(node.index()) : -Score.INFINITY;
  }

  private String verdict(WorkingPrimitive part, WorkingNode node) {
    if (part.assigned() == node) {
      return (part.managed() ? CHOSEN : LEFT_ALONE) + which(node) + waits(part);
    }
    if (!part.managed()) {
      return "not considered: it is left alone";
    }
    if (working.options().stopAll()) {
      return "not considered: stop-all-resources is on";
    }
    if (score(part, node) < 0) {
      return excluded(part, node);
    }
    Colocation unpartnered = reasons.unpartnered(part);
    if (unpartnered != null) {
      return "nothing that it has to be with is there: "
          + phrases.name(unpartnered.primary())
          + phrases.reference(unpartnered.id());
    }
    Choice choice = reasons.choice(part);
    if (choice == null) {
      return "not considered";
    }
    WorkingNode target = part.assigned();
    if (target == null) {
      return choice.chosen() == node
          ? "given up: what it has to be with cannot run there"
          : "not chosen";
    }
    return comparison(part, node, target, choice);
  }

  /** Says which instances a node has, where they can be told apart. */
  private String which(WorkingNode node) {
    WorkingClone clone = parts.whole();
    if (clone == null || clone.anonymous()) {
      return "";
    }
    return parts.on(node).stream()
        .map(part -> Parts.instance(part).id())
        .sorted()
        .collect(Collectors.joining(", ", " for ", ""));
  }

  private String waits(WorkingPrimitive part) {
    Cause cause = waits.start(part);
    return cause == null ? "" : ", and waits " + cause.words();
  }

  private String excluded(WorkingPrimitive part, WorkingNode node) {
    Cause obstacle = phrases.obstacle(node);
    List<Reason> all = reasons(part, node);
    if (obstacle == null && all.stream().anyMatch(reason -> reason.kind() == Kind.CLONE_MAX)) {
      return "not needed: there are as many instances as there are to be";
    }
    Set<String> words = new LinkedHashSet<>();
    if (obstacle != null) {
      words.add(obstacle.words());
    }
    for (Reason reason : all) {
      if (reason.score() <= -Score.INFINITY && (obstacle == null || !isTie(reason))) {
        words.add(wording.of(reason, part, node).words());
      }
    }
    return words.isEmpty()
        ? "cannot run it: the score is below 0"
        : "cannot run it: " + String.join("; ", words);
  }

  /** Returns whether it comes of another resource, which cannot run where nothing can. */
  private static boolean isTie(Reason reason) {
    return reason.kind() == Kind.WITH || reason.kind() == Kind.WANTED_BY;
  }

  /** Says what speaks for the chosen node and against this one. */
  private String comparison(
      WorkingPrimitive part, WorkingNode node, WorkingNode target, Choice choice) {
    String best = target.name();
    int score = score(part, node);
    if (score != score(part, target)) {
      return score < score(part, target)
          ? "has a lower score than " + best
          : "was not chosen when " + best + " was";
    }
    boolean stays = target == choice.current();
    if (stays && score > 0) {
      return "has no higher score than " + best + ", where it is";
    }
    if (working.options().placementStrategy() == PlacementStrategy.BALANCED) {
      return "has as high a score, but no more capacity left than " + best;
    }
    int[] counts = choice.counts();
    if (counts[node.index()] != counts[target.index()]) {
      return "has as high a score, but more resources (%d, and %s has %d)"
          .formatted(counts[node.index()], best, counts[target.index()]);
    }
    return stays
        ? "is as good as " + best + ", where it is"
        : "is as good as " + best + ", which comes first by name";
  }

  private @Nullable String remedy(WorkingPrimitive part, WorkingNode node) {
    if (part.assigned() == node) {
      Cause cause = waits.start(part);
      return cause == null ? null : cause.remedy();
    }
    if (!part.managed() || working.options().stopAll()) {
      return null;
    }
    Set<String> remedies = remedies(part, node);
    return remedies.isEmpty() ? null : String.join(", and ", remedies);
  }

  private Set<String> remedies(WorkingPrimitive part, WorkingNode node) {
    Set<String> remedies = new LinkedHashSet<>();
    Cause obstacle = phrases.obstacle(node);
    if (obstacle != null && obstacle.remedy() != null) {
      remedies.add(obstacle.remedy());
    }
    List<Reason> all = reasons(part, node);
    boolean banned = all.stream().anyMatch(reason -> reason.score() <= -Score.INFINITY);
    int own = part.allowed().score(node.index());
    for (Reason reason : all) {
      String remedy = wording.of(reason, part, node).remedy();
      boolean counts = banned ? reason.score() <= -Score.INFINITY : own < 0 && reason.score() < 0;
      if (counts && remedy != null && (obstacle == null || !isTie(reason))) {
        remedies.add(remedy);
      }
    }
    if (banned || obstacle != null || !remedies.isEmpty()) {
      return remedies;
    }
    WorkingNode target = part.assigned();
    Colocation unpartnered = reasons.unpartnered(part);
    if (own < 0) {
      remedies.add("a location with a score of at least " + -own);
    } else if (target != null) {
      remedies.add(toBeat(part, target, own));
    } else if (unpartnered != null) {
      remedies.add("have " + phrases.name(unpartnered.primary()) + " run there");
    }
    return remedies;
  }

  /** Says what would make a node better than the one that was chosen. */
  private String toBeat(WorkingPrimitive part, WorkingNode target, int own) {
    int best = part.allowed().score(target.index());
    if (best < Score.INFINITY) {
      return "a location with a score above " + Math.max(0, best - own);
    }
    Set<String> ties = new LinkedHashSet<>();
    for (Reason reason : reasons.of(part, target.index())) {
      if (reason.score() >= Score.INFINITY) {
        Cause cause = wording.of(reason, part, target);
        ties.add(
            reason.kind() == Kind.LOCATION && cause.remedy() != null
                ? cause.remedy()
                : "an end of '" + cause.words() + "' on " + target.name());
      }
    }
    return String.join(", and ", ties);
  }

  private @Nullable Promotion promotion(WorkingNode node) {
    WorkingClone clone = parts.whole();
    List<WorkingPrimitive> there = parts.on(node);
    if (clone == null || !clone.promotable() || there.isEmpty()) {
      return null;
    }
    WorkingPrimitive part = there.get(0);
    for (WorkingPrimitive other : there) {
      part = Parts.instance(other).sortIndex() > Parts.instance(part).sortIndex() ? other : part;
    }
    return new Promotions(clone, reasons, phrases, wording, waits).of(part, node);
  }
}
