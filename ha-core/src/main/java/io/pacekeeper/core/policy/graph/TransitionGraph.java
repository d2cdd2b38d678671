package io.pacekeeper.core.policy.graph;

import io.pacekeeper.core.policy.action.Notifications;
import io.pacekeeper.core.policy.order.Views;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionEdge;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.GraphRules;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The TransitionGraph is what is left to be done: the actions that are required and can be done,
 * each with those that it has to wait for.
 */
public final class TransitionGraph {
  private final Notifications notifications;
  private final List<GraphAction> actions = new ArrayList<>();

  private TransitionGraph(Notifications notifications) {
    this.notifications = notifications;
  }

  /** Makes the graph of actions that have been ordered. */
  public static TransitionGraph of(WorkingSet working, Notifications notifications) {
    TransitionGraph graph = new TransitionGraph(notifications);
    for (WorkingResource resource : working.resources()) {
      graph.add(resource);
    }
    List<Action> all = working.actions().all();
    for (int i = all.size() - 1; i >= 0; i--) {
      graph.add(all.get(i));
    }
    return graph;
  }

  /** Returns the actions, in the order in which they are begun as far as they need not wait. */
  public List<GraphAction> actions() {
    return List.copyOf(actions);
  }

  private void add(WorkingResource resource) {
    if (resource instanceof WorkingClone clone) {
      List<Action> own = clone.actions();
      for (int i = own.size() - 1; i >= 0; i--) {
        Views.of(own.get(i), null);
      }
      notifications.tellInstances(clone);
      clone.children().forEach(this::add);
      addOwn(clone);
    } else {
      addOwn(resource);
      resource.children().forEach(this::add);
    }
  }

  private void addOwn(WorkingResource resource) {
    List<Action> own = resource.actions();
    for (int i = own.size() - 1; i >= 0; i--) {
      add(own.get(i));
    }
  }

  private void add(Action action) {
    action.mergeBefore();
    if (action.has(ActionFlag.DUMPED) || !GraphRules.includes(action)) {
      return;
    }
    action.set(ActionFlag.DUMPED);
    List<Action> triggers = new ArrayList<>();
    for (ActionEdge edge : action.before()) {
      if (GraphRules.waits(action, edge)) {
        edge.keep();
        triggers.add(edge.action());
      }
    }
    WorkingResource resource = action.resource();
    int priority =
        resource == null ? action.priority() : Math.max(resource.priority(), action.priority());
    actions.add(new GraphAction(action, triggers, priority));
  }
}
