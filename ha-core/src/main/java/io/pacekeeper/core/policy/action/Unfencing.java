package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Requires;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** Orders what needs it after the unfencing of its node, and has nodes be unfenced. */
public final class Unfencing {
  private Unfencing() {}

  /** Returns whether a resource may only be on nodes that have been unfenced. */
  static boolean needs(WorkingSet working, WorkingPrimitive primitive) {
    return working.unfencingInUse() && primitive.requires() == Requires.UNFENCING;
  }

  /**
   * Orders an action after the unfencing of the node. Devices need that as well: their agents may
   * be of no use before.
   */
  static void orderBefore(
      WorkingSet working, WorkingPrimitive primitive, WorkingNode node, Action action, int kinds) {
    boolean device = primitive.has(ResourceFlag.FENCE_DEVICE) && working.unfencingInUse();
    if (!device && primitive.requires() != Requires.UNFENCING) {
      return;
    }
    working.actions().unfencing(node, true, null).orderBefore(action, kinds);
    if (!unfenced(node)) {
      trigger(working, null, node, "required by " + primitive.id() + ' ' + action.task());
    }
  }

  /** Returns whether a node has been unfenced since it joined. */
  static boolean unfenced(WorkingNode node) {
    String value = node.attribute("#node-unfenced");
    return value != null && !value.equals("0");
  }

  /**
   * Has a node be unfenced. Without a node: every node that the device may run on.
   *
   * @param device for the sake of which; null: of the node alone
   */
  public static void trigger(
      WorkingSet working,
      @Nullable WorkingPrimitive device,
      @Nullable WorkingNode node,
      String reason) {
    if (!working.unfencingInUse() || (device != null && !device.has(ResourceFlag.FENCE_DEVICE))) {
      return;
    }
    if (node != null && node.online() && !node.unclean() && !node.shutdown()) {
      working.actions().unfencing(node, false, reason);
    } else if (device != null) {
      for (WorkingNode other : working.nodes()) {
        if (device.allowed().contains(other.index())
            && other.online()
            && !other.unclean()
            && !other.shutdown()) {
          working.actions().unfencing(other, false, reason);
        }
      }
    }
  }
}
