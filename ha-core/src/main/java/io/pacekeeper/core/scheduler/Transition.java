package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Operation;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to bring the cluster from where it is to where it should be: a graph of
 * actions.
 *
 * @param actions the actions, in the order in which they were decided; an action's {@code id} is
 *     its index
 * @param assignment the node that each resource was assigned to, for those that have one
 * @param recheckAt when the decision changes by time alone (a failure expires), or null
 */
public record Transition(
    List<Action> actions, SortedMap<String, String> assignment, @Nullable Instant recheckAt) {

  /** One action of a transition. */
  public sealed interface Action {
    /** Returns its place in the list of actions. */
    int id();

    /** Returns the node that it is done on, or to. */
    String node();

    /** Returns the actions that must have succeeded before. */
    List<Integer> after();

    /** Returns why it is done, in a few words. */
    String reason();
  }

  /**
   * A start, stop, promotion or demotion of a resource or of an instance on a node.
   *
   * @param locks whether what is stopped is kept for the node, which leaves, until it comes back
   */
  public record ResourceAction(
      int id,
      Operation operation,
      String resource,
      String node,
      List<Integer> after,
      String reason,
      boolean locks)
      implements Action {
    /** Makes one after which nothing is kept for the node. */
    public ResourceAction(
        int id,
        Operation operation,
        String resource,
        String node,
        List<Integer> after,
        String reason) {
      this(id, operation, resource, node, after, reason, false);
    }
  }

  /** The fencing of a node: done when the node is confirmed dead. */
  public record FenceAction(int id, String node, List<Integer> after, String reason)
      implements Action {}
}
