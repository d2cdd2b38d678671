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
import org.jspecify.annotations.Nullable;

/** The Promotions say which instances of a promotable clone are promoted, and why others are not. */
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
      Set<String> words = new LinkedHashSet<>();
      for (Reason reason : reasons.promotion(Parts.instance(part))) {
        if (reason.score() < 0) {
          words.add(wording.of(reason, part, node).words());
        }
      }
      return "not promoted: " + String.join("; ", words);
    }
    if (whole.promotedCount() >= whole.promotedMax()) {
      return "not promoted: promoted-max is %d, and %s comes first"
          .formatted(whole.promotedMax(), String.join(", ", promotedOn()));
    }
    return "not promoted";
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
      for (Reason reason : reasons.promotion(Parts.instance(part))) {
        String remedy = reason.score() < 0 ? wording.of(reason, part, node).remedy() : null;
        if (remedy != null) {
          remedies.add(remedy);
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
        : "a promotion score of more than %d more, or a promoted-max above %d"
            .formatted(lowest - score, whole.promotedMax());
  }
}
