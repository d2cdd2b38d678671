package io.pacekeeper.core.policy.assign;

import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Sums are what everything that depends on a resource, or everything that it depends on, would
 * add to the scores of the nodes. A sum is made once of the sums of what comes next, and made again
 * only after something in it has changed, so that a chain is not walked anew from each of its
 * links.
 *
 * <p>There is none where colocations go in a circle, where a colocation is by an attribute or
 * pushes away, and where a promotable clone is among them, which is passed over while its own
 * promotions are weighed.
 */
final class Sums {
  private final List<WorkingNode> nodes;
  private final @Nullable Sum[] sums;
  private final boolean towardsPrimaries;

  /**
   * Makes sums that are yet to be made.
   *
   * @param towardsPrimaries whether they are of what a resource depends on
   */
  Sums(WorkingSet working, boolean towardsPrimaries) {
    this.towardsPrimaries = towardsPrimaries;
    nodes = working.nodes();
    sums = new Sum[working.everyResource().size()];
  }

  /** Returns what all that comes after a resource would add; null: that has to be gone through. */
  @Nullable Sum after(WorkingResource resource) {
    Sum sum = of(resource);
    if (sum.state() == Sum.State.STALE) {
      make(sum);
    }
    return sum.state() == Sum.State.KNOWN ? sum : null;
  }

  /** Forgets a sum, as the colocations of the resource have changed. */
  void forget(WorkingResource resource) {
    Sum sum = sums[resource.index()];
    if (sum != null) {
      sum.forget();
    }
  }

  private Sum of(WorkingResource resource) {
    Sum sum = sums[resource.index()];
    if (sum == null) {
      sum = new Sum(resource, nodes.size());
      sums[resource.index()] = sum;
    }
    return sum;
  }

  private void make(Sum wanted) {
    Deque<Sum> open = new ArrayDeque<>();
    wanted.begin();
    open.push(wanted);
    while (!open.isEmpty()) {
      Sum sum = open.getFirst();
      List<Colocation> colocations = following(sum.resource());
      if (sum.next() == colocations.size()) {
        sum.end(true);
        open.pop();
        continue;
      }
      Colocation colocation = colocations.get(sum.next());
      WorkingResource other = other(colocation);
      if ((!towardsPrimaries && !Preferences.influences(colocation, colocation.primary()))
          || (other instanceof WorkingGroup && other.children().isEmpty())) {
        sum.skip();
        continue;
      }
      if (!canBeSummed(colocation)) {
        sum.end(false);
        open.pop();
        continue;
      }
      Sum first = of(firstOf(other));
      Sum last = of(lastOf(other));
      Sum missing = first.state() == Sum.State.STALE ? first : last;
      if (missing.state() == Sum.State.STALE) {
        missing.begin();
        open.push(missing);
      } else if (first.state() == Sum.State.KNOWN && last.state() == Sum.State.KNOWN) {
        add(sum, colocation, first, last);
      } else {
        first.addUser(sum);
        last.addUser(sum);
        sum.end(false);
        open.pop();
      }
    }
  }

  /** Returns the colocations that lead on from a resource. */
  List<Colocation> following(WorkingResource resource) {
    return towardsPrimaries ? resource.thisWith() : resource.withThis();
  }

  private WorkingResource other(Colocation colocation) {
    return towardsPrimaries ? colocation.primary() : colocation.dependent();
  }

  private boolean canBeSummed(Colocation colocation) {
    return colocation.attribute() == null
        && colocation.score() > 0
        && !(other(colocation) instanceof WorkingClone clone && clone.promotable());
  }

  /** The first member of a group stands for it. */
  private static WorkingResource firstOf(WorkingResource resource) {
    return resource instanceof WorkingGroup group ? group.children().get(0) : resource;
  }

  /** What depends on a group depends on its last member; what it depends on is its own. */
  WorkingResource lastOf(WorkingResource resource) {
    if (!towardsPrimaries && resource instanceof WorkingGroup group) {
      List<WorkingPrimitive> members = group.children();
      return members.get(members.size() - 1);
    }
    return resource;
  }

  private void add(Sum sum, Colocation colocation, Sum first, Sum last) {
    float factor = Preferences.factor(colocation);
    AllowedNodes table = first.resource().allowed();
    for (int node = 0; node < nodes.size(); node++) {
      sum.add(node, Merge.scaled(Merge.own(table, nodes.get(node)), factor));
    }
    first.watch(table);
    first.addUser(sum);
    sum.add(first);
    if (other(colocation) instanceof WorkingGroup) {
      last.addUser(sum);
      sum.add(last);
      sum.count(1);
    }
    sum.count(1);
    sum.skip();
  }
}
