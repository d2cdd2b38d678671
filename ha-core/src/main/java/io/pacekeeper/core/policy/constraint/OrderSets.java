package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.constraint.OrderConstraints.Kind;
import io.pacekeeper.core.policy.constraint.OrderConstraints.Symmetry;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The OrderSets order the resources within a set, and one set before the next. */
final class OrderSets {
  private static final int PSEUDO_FIRST =
      OrderingFlags.ONE_OR_MORE | OrderingFlags.IMPLIES_THEN_PRINTED;

  private final WorkingSet working;
  private final SetExpansion expansion;

  OrderSets(WorkingSet working, SetExpansion expansion) {
    this.working = working;
    this.expansion = expansion;
  }

  void unpack(
      OrderDefinition order, List<ResourceSetDefinition> sets, Kind kind, Symmetry symmetry) {
    ResourceSetDefinition last = null;
    for (ResourceSetDefinition set : sets) {
      List<WorkingResource> members = expansion.all(set);
      if (members == null) {
        return;
      }
      orderWithin(order, set, members, kind);
      if (last != null) {
        order(last, set, kind, symmetry);
        if (symmetry == Symmetry.SYMMETRIC) {
          order(set, last, kind, Symmetry.INVERSE);
        }
      }
      last = set;
    }
  }

  private void orderWithin(
      OrderDefinition order,
      ResourceSetDefinition set,
      List<WorkingResource> members,
      Kind outerKind) {
    Kind kind = set.kind() == null ? outerKind : OrderConstraints.kind(set.kind());
    String word = set.symmetrical() == null ? order.symmetrical() : set.symmetrical().toString();
    Symmetry symmetry = OrderConstraints.symmetry(word, kind);
    boolean sequential = !Boolean.FALSE.equals(set.sequential());
    String action = action(set);
    int flags = OrderConstraints.flags(kind, action, symmetry);
    for (int at = 0; at + 1 < members.size(); at++) {
      if (kind == Kind.SERIALIZE) {
        for (int later = at + 1; later < members.size(); later++) {
          order(members.get(at), action, members.get(later), action, flags);
        }
      } else if (sequential) {
        order(members.get(at), action, members.get(at + 1), action, flags);
      }
    }
    String inverse = OrderConstraints.inverse(action);
    if (symmetry == Symmetry.ASYMMETRIC || !sequential || inverse == null) {
      return;
    }
    int inverseFlags = OrderConstraints.flags(kind, inverse, Symmetry.INVERSE);
    for (int at = 1; at < members.size(); at++) {
      order(members.get(at), inverse, members.get(at - 1), inverse, inverseFlags);
    }
  }

  private void order(
      WorkingResource first, String firstAction, WorkingResource then, String action, int flags) {
    working.orderings().order(first, firstAction, then, action, flags);
  }

  private static String action(ResourceSetDefinition set) {
    return set.action() == null ? Task.START : set.action();
  }

  private static @Nullable String action(ResourceSetDefinition set, Symmetry symmetry) {
    String action = action(set);
    return symmetry == Symmetry.INVERSE ? OrderConstraints.inverse(action) : action;
  }

  private void order(
      ResourceSetDefinition set, ResourceSetDefinition next, Kind kind, Symmetry symmetry) {
    String firstAction = action(set, symmetry);
    String thenAction = action(next, symmetry);
    if (firstAction == null || thenAction == null) {
      return;
    }
    boolean takesDown = firstAction.equals(Task.STOP) || firstAction.equals(Task.DEMOTE);
    int flags = OrderConstraints.flags(kind, thenAction, symmetry);
    List<WorkingResource> firsts = expansion.known(set);
    List<WorkingResource> thens = expansion.known(next);
    if (Boolean.FALSE.equals(set.requireAll()) && !takesDown) {
      orderAfterAny(set, firsts, firstAction, thens, thenAction, flags);
      return;
    }
    boolean inverse = symmetry == Symmetry.INVERSE;
    if (Boolean.TRUE.equals(set.sequential())) {
      firsts = inverse ? head(firsts) : tail(firsts);
    }
    if (Boolean.TRUE.equals(next.sequential())) {
      thens = inverse ? tail(thens) : head(thens);
    }
    for (WorkingResource first : firsts) {
      for (WorkingResource then : thens) {
        order(first, firstAction, then, thenAction, flags);
      }
    }
  }

  private static List<WorkingResource> head(List<WorkingResource> members) {
    return members.isEmpty() ? members : members.subList(0, 1);
  }

  private static List<WorkingResource> tail(List<WorkingResource> members) {
    return members.isEmpty() ? members : members.subList(members.size() - 1, members.size());
  }

  private void orderAfterAny(
      ResourceSetDefinition set,
      List<WorkingResource> firsts,
      String firstAction,
      List<WorkingResource> thens,
      String thenAction,
      int flags) {
    Action any = working.actions().pseudo("one-or-more:" + set.id());
    any.set(ActionFlag.REQUIRES_ANY);
    any.setRequiredRunnableBefore(1);
    for (WorkingResource first : firsts) {
      working.orderings().order(first, firstAction, any, PSEUDO_FIRST);
    }
    for (WorkingResource then : thens) {
      working.orderings().order(any, then, thenAction, flags | OrderingFlags.RUNNABLE_LEFT);
    }
  }
}
