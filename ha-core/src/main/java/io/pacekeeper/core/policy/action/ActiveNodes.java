package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * The nodes on which a resource is active, in short.
 *
 * @param current the one that counts as its present node; null: it is active nowhere
 * @param all how many there are
 * @param clean how many of them are online and clean
 */
public record ActiveNodes(@Nullable WorkingNode current, int all, int clean) {
  /** Counts the nodes on which a primitive is active. */
  public static ActiveNodes of(WorkingPrimitive primitive) {
    WorkingNode source = primitive.partialMigrationSource();
    WorkingNode current = null;
    int all = 0;
    int clean = 0;
    for (WorkingNode node : primitive.runningOn()) {
      boolean healthy = healthy(node);
      all++;
      if (healthy) {
        clean++;
      }
      // What needs no fencing is rather where it can still be stopped.
      boolean preferred =
          source != null
              ? node == source
              : !primitive.needsFencing() && healthy && current != null && !healthy(current);
      if (current == null || preferred) {
        current = node;
      }
    }
    return new ActiveNodes(current, all, clean);
  }

  private static boolean healthy(WorkingNode node) {
    return node.online() && !node.unclean();
  }
}
