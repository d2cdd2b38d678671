package io.pacekeeper.core.policy.history;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.MultipleActive;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** The ActiveNodes are where resources are found to be active, and what follows from that. */
final class ActiveNodes {
  private final WorkingSet working;

  ActiveNodes(WorkingSet working) {
    this.working = working;
  }

  /**
   * Notes that a primitive is active on a node.
   *
   * @param failed whether it failed there, so that its priority does not speak for the node
   */
  void add(WorkingPrimitive primitive, WorkingNode node, boolean failed) {
    if (primitive.runningOn().contains(node)) {
      return;
    }
    primitive.runningOn().add(node);
    node.running().add(primitive);
    if (primitive.priority() != 0 && !failed) {
      int promoted = primitive.role() == Role.PROMOTED ? 1 : 0;
      node.setPriority(node.priority() + primitive.priority() + promoted);
    }
    if (node.maintenance()) {
      primitive.clear(ResourceFlag.MANAGED);
    }
    if (!primitive.managed()) {
      primitive.addScore(node, Score.INFINITY);
      if (node.online()) {
        for (WorkingResource parent = primitive.parent();
            parent != null;
            parent = parent.parent()) {
          parent.runningOn().add(node);
        }
      }
      return;
    }
    if (multiplyActive(primitive)) {
      treatMultiplyActive(primitive);
    }
    addToParents(primitive.parent(), node);
  }

  private static void addToParents(@Nullable WorkingResource parent, WorkingNode node) {
    for (WorkingResource next = parent; next != null; next = next.parent()) {
      if (next.runningOn().contains(node)) {
        return;
      }
      next.runningOn().add(node);
      if (!next.managed()) {
        next.addScore(node, Score.INFINITY);
        if (node.online()) {
          for (WorkingResource up = next.parent(); up != null; up = up.parent()) {
            up.runningOn().add(node);
          }
        }
        return;
      }
    }
  }

  private static boolean multiplyActive(WorkingPrimitive primitive) {
    if (primitive.needsFencing()) {
      return primitive.runningOn().size() > 1;
    }
    int count = 0;
    for (WorkingNode node : primitive.runningOn()) {
      if (node.online() && !node.unclean()) {
        count++;
      }
    }
    return count > 1;
  }

  private void treatMultiplyActive(WorkingPrimitive primitive) {
    if (primitive.multipleActive() == MultipleActive.STOP_ONLY) {
      banEverywhere(primitive);
    } else if (primitive.multipleActive() == MultipleActive.BLOCK) {
      block(primitive);
      if (primitive.parent() instanceof WorkingGroup group
          && "block".equalsIgnoreCase(group.meta("multiple-active"))) {
        group.children().forEach(ActiveNodes::block);
      }
    }
  }

  /** Replaces what a resource thinks of the nodes: it may be on none of them. */
  void banEverywhere(WorkingResource resource) {
    AllowedNodes none = new AllowedNodes(working.nodes().size());
    for (WorkingNode node : working.nodes()) {
      none.put(node.index(), -Score.INFINITY);
    }
    resource.setAllowed(none);
  }

  static void block(WorkingResource resource) {
    resource.clear(ResourceFlag.MANAGED);
    resource.set(ResourceFlag.BLOCKED);
  }
}
