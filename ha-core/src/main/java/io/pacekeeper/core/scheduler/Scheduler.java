package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.core.cib.Cib;
import java.time.Instant;
import java.util.List;

/**
 * Decides what runs where, and what has to be done for that, from the cluster information base and
 * the time alone. Decides the same for the same, to the last byte.
 *
 * <p>The semantics are Pacemaker's. On purpose it differs where a lease takes the place of a
 * fencing device and services live in the JVM:
 *
 * <ul>
 *   <li>An unclean node is always fenced; nothing is unmanaged for lack of a device. What could be
 *       active there is started elsewhere after that, whatever its {@code requires}, because
 *       everything may run once; what could not is not held up. What failed there does not count.
 *   <li>What is active on an online node and possibly on an unclean one stays where it is: fencing
 *       ends the other.
 *   <li>Nothing is probed. What is not known is {@code UNKNOWN}, and like what a pending node could
 *       be running it is left alone everywhere until it is known.
 *   <li>A start under way keeps its place and is not ordered again; a stop under way is, until it
 *       is done.
 *   <li>What failed is stopped, also when the failure is so old that it does not count any more;
 *       and that failures of one node are ignored says nothing of another's.
 *   <li>A failed monitor with {@code on-fail=fence} restarts the resource. A failed stop is its
 *       node's own affair: the node halts.
 *   <li>A resource runs only on nodes that have code for it.
 * </ul>
 */
public final class Scheduler {
  private Scheduler() {}

  /** Returns what is to be done. */
  public static Transition schedule(Cib cib, Instant now) {
    Roster roster = Roster.of(cib);
    Reasons reasons = decide(roster, now);
    return TransitionGraph.of(roster, reasons.history(), reasons.decision(), reasons);
  }

  /**
   * Returns why a resource is where it is.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Explanation explain(Cib cib, String resource, Instant now) {
    Roster roster = Roster.of(cib);
    int number = roster.known(resource);
    if (number < 0) {
      throw new IllegalArgumentException(
          "there is no resource " + resource + ": no application declares it");
    }
    return Explainer.explain(decide(roster, now), number);
  }

  /** Returns the resources that run nowhere because no node has enough left of what they take. */
  public static List<String> lackingCapacity(Cib cib, Instant now) {
    return cib.options().placement().countsCapacity()
        ? PlacementTerms.lacking(decide(Roster.of(cib), now))
        : List.of();
  }

  private static Reasons decide(Roster roster, Instant now) {
    History history = History.of(roster, now);
    NodeStatus nodes = NodeStatus.of(roster, history);
    Decision decision = Decision.of(roster, nodes, history, now);
    return new Reasons(roster, nodes, history, decision);
  }
}
