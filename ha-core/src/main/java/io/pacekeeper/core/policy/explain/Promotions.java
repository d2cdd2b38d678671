package io.pacekeeper.core.policy.explain;

import io.pacekeeper.api.Explanation.Promotion;
import io.pacekeeper.api.Explanation.Term;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Promotions say which instances of a promotable clone are promoted, and why others are not.
 */
record Promotions(
    WorkingClone whole, Reasons reasons, Phrases phrases, Wording wording, Waits waits) {

  Promotion of(WorkingPrimitive part, WorkingNode node) {
    WorkingResource instance = Parts.instance(part);
    List<Reason> all = reasons.promotion(instance);
    List<Term> terms = new ArrayList<>();
    for (Reason reason : all) {
      terms.add(new Term(wording.of(reason, part, node).words(), reason.score()));
    }
    int score = Reasons.sum(all);
    if (part.nextRole() == Role.PROMOTED) {
      Cause wait = waits.promote(part);
      return new Promotion(
          terms,
          score,
          wait == null ? "promoted" : "to be promoted, and waits " + wait.words(),
          wait == null ? null : wait.remedy());
    }
    return new Promotion(terms, score, verdict(score, part, node), remedy(score, part, node));
  }

  private String verdict(int score, WorkingPrimitive part, WorkingNode node) {
    if (score < 0) {
      return "not promoted: "
          + against(part, node).stream().map(Cause::words).collect(Collectors.joining("; "));
    }
    if (whole.promotedCount() >= whole.promotedMax()) {
      return "not promoted: promoted-max is %d, and %s comes first"
          .formatted(whole.promotedMax(), String.join(", ", promotedOn()));
    }
    return "not promoted";
  }

  /** Returns what forbids it, or else what speaks against it. */
  private Set<Cause> against(WorkingPrimitive part, WorkingNode node) {
    List<Reason> all = reasons.promotion(Parts.instance(part));
    int limit = all.stream().anyMatch(one -> one.score() <= -Score.INFINITY) ? -Score.INFINITY : -1;
    Set<Cause> causes = new LinkedHashSet<>();
    for (Reason reason : all) {
      if (reason.score() <= limit) {
        causes.add(wording.of(reason, part, node));
      }
    }
    return causes;
  }

  private Set<String> promotedOn() {
    Set<String> nodes = new TreeSet<>();
    for (WorkingPrimitive lead : Parts.of(whole).placed()) {
      WorkingNode node = lead.assigned();
      if (node != null && lead.nextRole() == Role.PROMOTED) {
        nodes.add(node.name());
      }
    }
    return nodes;
  }

  private @Nullable String remedy(int score, WorkingPrimitive part, WorkingNode node) {
    if (score < 0) {
      Set<String> remedies = new LinkedHashSet<>();
      for (Cause cause : against(part, node)) {
        if (cause.remedy() != null) {
          remedies.add(cause.remedy());
        }
      }
      return remedies.isEmpty() ? null : String.join(", and ", remedies);
    }
    int lowest = Score.INFINITY;
    for (WorkingPrimitive lead : Parts.of(whole).placed()) {
      if (lead.nextRole() == Role.PROMOTED) {
        lowest = Math.min(lowest, Parts.instance(lead).sortIndex());
      }
    }
    return lowest >= Score.INFINITY
        ? "a promoted-max above " + whole.promotedMax()
        : "a promotion score higher by more than %d, or a promoted-max above %d"
            .formatted(lowest - score, whole.promotedMax());
  }
}
