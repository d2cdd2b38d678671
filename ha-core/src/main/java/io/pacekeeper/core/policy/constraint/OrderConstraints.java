package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.ActionFlag;
import io.pacekeeper.core.policy.working.OrderingFlags;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The OrderConstraints turn order constraints of one resource and another into orderings. */
final class OrderConstraints {
  /** How strictly an order is meant. */
  enum Kind {
    OPTIONAL,
    MANDATORY,
    SERIALIZE
  }

  /** Whether an order is turned around for stopping, and if so, which way this ordering goes. */
  enum Symmetry {
    ASYMMETRIC,
    SYMMETRIC,
    INVERSE
  }

  private static final int PSEUDO_FIRST =
      OrderingFlags.ONE_OR_MORE | OrderingFlags.IMPLIES_THEN_PRINTED;

  private final WorkingSet working;
  private final SetExpansion expansion;
  private final OrderSets orderSets;

  OrderConstraints(WorkingSet working, SetExpansion expansion) {
    this.working = working;
    this.expansion = expansion;
    this.orderSets = new OrderSets(working, expansion);
  }

  void unpack(OrderDefinition order) {
    List<ResourceSetDefinition> sets = expansion.expand(order.sets());
    String first = order.first();
    String then = order.then();
    if (sets.isEmpty() && first != null && then != null) {
      if (!expansion.isKnown(first) || !expansion.isKnown(then)) {
        return;
      }
      if (expansion.tag(first) != null || expansion.tag(then) != null) {
        sets =
            List.of(
                expansion.setOf(first, order.firstAction(), null),
                expansion.setOf(then, order.thenAction(), null));
      }
    }
    Kind kind = kind(order);
    if (sets.isEmpty()) {
      unpackSimple(order, kind);
    } else {
      orderSets.unpack(order, sets, kind, symmetry(order.symmetrical(), kind));
    }
  }

  private static Kind kind(OrderDefinition order) {
    if (order.kind() == null && order.score() != null) {
      return Words.score(order.score()) == 0 ? Kind.OPTIONAL : Kind.MANDATORY;
    }
    return kind(order.kind());
  }

  static Kind kind(@Nullable String word) {
    return switch (word == null ? "mandatory" : word.toLowerCase(Locale.ROOT)) {
      case "optional" -> Kind.OPTIONAL;
      case "serialize" -> Kind.SERIALIZE;
      default -> Kind.MANDATORY;
    };
  }

  static Symmetry symmetry(@Nullable String word, Kind kind) {
    return kind != Kind.SERIALIZE && Words.truth(word, true)
        ? Symmetry.SYMMETRIC
        : Symmetry.ASYMMETRIC;
  }

  /**
   * Returns the kinds of an ordering whose first action, or second in an order of sets, is given.
   */
  static int flags(Kind kind, String action, Symmetry symmetry) {
    int flags = OrderingFlags.OPTIONAL;
    if (kind == Kind.SERIALIZE) {
      return flags | OrderingFlags.SERIALIZE_ONLY;
    }
    if (kind == Kind.OPTIONAL) {
      return flags;
    }
    return switch (symmetry) {
      case ASYMMETRIC -> flags | OrderingFlags.ASYMMETRICAL;
      case INVERSE -> flags | OrderingFlags.IMPLIES_FIRST;
      case SYMMETRIC ->
          action.equals(Task.START) || action.equals(Task.PROMOTE)
              ? flags | OrderingFlags.IMPLIES_THEN | OrderingFlags.RUNNABLE_LEFT
              : flags | OrderingFlags.IMPLIES_THEN;
    };
  }

  /** Returns the action that undoes another; null: none does. */
  static @Nullable String inverse(String action) {
    return switch (action) {
      case Task.START -> Task.STOP;
      case Task.STOP -> Task.START;
      case Task.PROMOTE -> Task.DEMOTE;
      case Task.DEMOTE -> Task.PROMOTE;
      case Task.PROMOTED -> Task.DEMOTED;
      case Task.DEMOTED -> Task.PROMOTED;
      case Task.RUNNING -> Task.STOPPED;
      case Task.STOPPED -> Task.RUNNING;
      default -> null;
    };
  }

  private void unpackSimple(OrderDefinition order, Kind kind) {
    WorkingResource first =
        InstanceNames.find(expansion.resource(order.first()), order.firstInstance());
    WorkingResource then =
        InstanceNames.find(expansion.resource(order.then()), order.thenInstance());
    if (first == null || then == null) {
      return;
    }
    String firstAction = order.firstAction() == null ? Task.START : order.firstAction();
    String thenAction = order.thenAction() == null ? firstAction : order.thenAction();
    Symmetry symmetry = symmetry(order.symmetrical(), kind);
    boolean restarts = kind == Kind.OPTIONAL && restartsAnyway(then);
    int flags = flags(kind, firstAction, symmetry);
    if (restarts) {
      flags |= OrderingFlags.IMPLIES_THEN;
    }
    int fewest = fewestInstances(first, order);
    if (fewest > 0) {
      orderAfterSome(order.id(), first, firstAction, then, thenAction, flags, fewest);
    } else {
      working.orderings().order(first, firstAction, then, thenAction, flags);
    }
    String firstInverse = inverse(firstAction);
    String thenInverse = inverse(thenAction);
    if (symmetry != Symmetry.SYMMETRIC || firstInverse == null || thenInverse == null) {
      return;
    }
    int inverseFlags = flags(kind, firstInverse, Symmetry.INVERSE);
    if (restarts) {
      inverseFlags |= OrderingFlags.IMPLIES_FIRST;
    }
    working.orderings().order(then, thenInverse, first, firstInverse, inverseFlags);
  }

  private static boolean restartsAnyway(WorkingResource then) {
    if (then instanceof WorkingPrimitive primitive) {
      return primitive.restartTypeRestart();
    }
    return "restart".equalsIgnoreCase(then.meta("restart-type"));
  }

  /** Returns how many instances suffice to go on; 0: the clone as a whole has to be done. */
  private static int fewestInstances(WorkingResource first, OrderDefinition order) {
    if (!(first instanceof WorkingClone)) {
      return 0;
    }
    String cloneMin = first.meta("clone-min");
    if (cloneMin != null) {
      return Math.max(0, Words.integer(cloneMin, 0));
    }
    return Words.truth(order.requireAll(), true) ? 0 : 1;
  }

  private void orderAfterSome(
      String id,
      WorkingResource first,
      String firstAction,
      WorkingResource then,
      String thenAction,
      int flags,
      int fewest) {
    Action some = working.actions().pseudo("clone-one-or-more:" + id);
    some.set(ActionFlag.REQUIRES_ANY);
    some.setRequiredRunnableBefore(fewest);
    for (WorkingResource instance : first.children()) {
      working.orderings().order(instance, firstAction, some, PSEUDO_FIRST);
    }
    working.orderings().order(some, then, thenAction, flags | OrderingFlags.RUNNABLE_LEFT);
  }
}
