package io.pacekeeper.core.policy;

import io.pacekeeper.core.policy.action.ActionCreation;
import io.pacekeeper.core.policy.action.InternalOrderings;
import io.pacekeeper.core.policy.action.NodeActions;
import io.pacekeeper.core.policy.action.Notifications;
import io.pacekeeper.core.policy.action.Probes;
import io.pacekeeper.core.policy.assign.Assignment;
import io.pacekeeper.core.policy.assign.NodeCriteria;
import io.pacekeeper.core.policy.assign.ScoreListing;
import io.pacekeeper.core.policy.assign.ScoreText;
import io.pacekeeper.core.policy.change.ConfigChanges;
import io.pacekeeper.core.policy.constraint.Constraints;
import io.pacekeeper.core.policy.graph.TransitionGraph;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.order.OrderingStage;
import io.pacekeeper.core.policy.report.TransitionText;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/**
 * The PolicyEngine decides what is to be done in a cluster: a function of the cluster and the time.
 */
public final class PolicyEngine {
  private PolicyEngine() {}

  /** Decides about a cluster as it is at a time. */
  public static PolicyDecision decide(PolicyInput input, RuleTime time) {
    return decide(Unpacking.unpack(input, time), true);
  }

  /**
   * Decides about a cluster whose status has been unpacked; the working set is used up.
   *
   * @param listScores whether the scores are wanted
   */
  public static PolicyDecision decide(Unpacked unpacked, boolean listScores) {
    ScoreText scores = listScores ? new ScoreText(unpacked.working()) : null;
    return decide(unpacked, scores, scores, true);
  }

  /**
   * Decides about a cluster whose status has been unpacked; the working set is used up.
   *
   * @param listing is told the scores
   */
  public static PolicyDecision decide(Unpacked unpacked, ScoreListing listing) {
    return decide(unpacked, listing, null, true);
  }

  /**
   * Decides about a cluster whose status has been unpacked, and in which nothing has to be found
   * out: no resource has parameters that could have changed, and none could be active where nobody
   * says so. The working set is used up.
   *
   * @param listScores whether the scores are wanted
   */
  public static PolicyDecision decideWhatIsKnown(Unpacked unpacked, boolean listScores) {
    ScoreText scores = listScores ? new ScoreText(unpacked.working()) : null;
    return decide(unpacked, scores, scores, false);
  }

  private static PolicyDecision decide(
      Unpacked unpacked,
      @Nullable ScoreListing listing,
      @Nullable ScoreText scores,
      boolean looksFurther) {
    WorkingSet working = unpacked.working();
    Reasons reasons = working.reasons();
    if (reasons != null) {
      reasons.begin(working);
    }
    Constraints.unpack(working, unpacked.parameters());
    NodeCriteria.apply(working, unpacked.failCounts()::effective);
    Constraints.addInternalColocations(working);
    InternalOrderings.add(working);
    if (looksFurther) {
      ConfigChanges.apply(unpacked);
    }
    Assignment assignment = new Assignment(working, listing);
    assignment.run();
    Notifications notifications = new Notifications(working);
    if (looksFurther) {
      Probes.create(working);
      unpacked.failCounts().clearOrphans();
    }
    ActionCreation.create(working, notifications);
    NodeActions.create(working, notifications);
    OrderingStage.apply(working, assignment);
    if (looksFurther) {
      TransitionText.settle(working);
    }
    TransitionGraph graph = TransitionGraph.of(working, notifications);
    return new PolicyDecision(working, graph, scores == null ? "" : scores.toString());
  }
}
