package io.pacekeeper.core.whatif;

import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.scheduler.Inspection;
import io.pacekeeper.core.scheduler.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the cluster would do, and how it would be afterwards: the decision of its own scheduler,
 * with all in which that differs from Pacemaker's, played through until there is nothing more to
 * do. Nothing but values: nobody hears of it.
 *
 * @param cib the cluster that was decided about, with the changes made
 * @param inspection what was decided about it
 * @param revised the cluster once that is done, and whatever follows from it
 * @param summary all of it in words
 * @param complete whether it comes to rest; if not, there is always something more to do
 */
public record ClusterSimulation(
    Cib cib, Inspection inspection, Cib revised, String summary, boolean complete) {
  /** After so many transitions, one after the other, a cluster is taken not to come to rest. */
  private static final int MOST_TRANSITIONS = 10;

  /**
   * Changes a cluster, decides about it and plays the decision through.
   *
   * @param changes what is changed before; the status is shown as it is without
   * @throws IllegalArgumentException if a change names what there is not; it says so in a sentence
   */
  public static ClusterSimulation of(Cib cib, List<Change> changes, Instant now) {
    StringBuilder text = new StringBuilder(StatusLines.banner(cib));
    text.append(StatusLines.of(cib, "Current cluster status"));
    ChangedCib changed = ChangedCib.of(cib, changes, now);
    if (!changes.isEmpty()) {
      text.append("\nPerforming Requested Modifications:\n");
      list(text, changed.lines());
    }
    Inspection first = Scheduler.inspect(changed.cib(), now);
    text.append("\nTransition Summary:\n");
    list(text, summaryLines(changed.cib(), first));
    PlayedCib played = PlayedCib.of(changed.cib(), first.transition(), now);
    text.append("\nExecuting Cluster Transition:\n");
    list(text, played.lines());
    Inspection next = Scheduler.inspect(played.cib(), now);
    int transitions = 1;
    while (!next.transition().actions().isEmpty() && transitions < MOST_TRANSITIONS) {
      played = PlayedCib.of(played.cib(), next.transition(), now);
      text.append("\nExecuting the Transition that follows:\n");
      list(text, played.lines());
      next = Scheduler.inspect(played.cib(), now);
      transitions++;
    }
    text.append('\n').append(StatusLines.of(played.cib(), "Revised Cluster Status"));
    return new ClusterSimulation(
        changed.cib(), first, played.cib(), text.toString(), next.transition().actions().isEmpty());
  }

  private static List<String> summaryLines(Cib cib, Inspection inspection) {
    List<String> lines = new ArrayList<>(SummaryLines.of(cib, inspection));
    Instant recheckAt = inspection.transition().recheckAt();
    if (recheckAt != null) {
      lines.add("Decide again at " + recheckAt + ", when a failure ceases to count");
    }
    return lines;
  }

  private static void list(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("  * ").append(line).append('\n'));
  }

  /** Returns what is to happen to nodes and resources, a line for each. */
  public List<String> transition() {
    return SummaryLines.of(cib, inspection);
  }

  /** Returns where each resource and instance is, and where it is to be. */
  public List<Outlook> outlook() {
    return Outlook.of(this);
  }

  /** Draws what is to be done in the language of Graphviz. */
  public String dot() {
    return GraphDrawing.of(inspection);
  }

  /** Returns the score of each resource on each node, a line for each. */
  public String scores() {
    return inspection.scores();
  }
}
