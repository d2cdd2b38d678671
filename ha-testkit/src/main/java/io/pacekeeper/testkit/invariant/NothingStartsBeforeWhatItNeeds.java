package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A resource starts only after what it starts after has started, or was promoted: that is so now,
 * or the newest start or promotion of it which had been ordered when its own start was has
 * succeeded. A start can be ordered several times before it begins; one of these orders has to bear
 * it out. What it needs may have failed since; nobody can know that at once.
 */
public final class NothingStartsBeforeWhatItNeeds implements Invariant {
  /** An operation of a resource. */
  private record Need(Operation operation, String resource) {}

  private record Done(Need need, long token) {}

  private final Map<String, List<Need>> needs = new HashMap<>();
  private final Map<Need, NavigableSet<Long>> ordered = new HashMap<>();
  private final Set<Done> done = new HashSet<>();

  /** Who has done what it names, and has not undone it. */
  private final Map<Need, Set<String>> holding = new HashMap<>();

  /** The orders that named a start. */
  private final Map<Done, Set<Long>> named = new HashMap<>();

  /** Makes it for what a cluster is to run. */
  public NothingStartsBeforeWhatItNeeds(Collection<ResourceDefinition> definitions) {
    for (ResourceDefinition definition : definitions) {
      List<Need> all = new ArrayList<>();
      for (OrderConstraint order : definition.constraints().orders()) {
        if (order.kind() == OrderKind.MANDATORY) {
          boolean promoted = order.firstRole() == Role.PROMOTED;
          all.add(new Need(promoted ? Operation.PROMOTE : Operation.START, order.first()));
        }
      }
      GroupMembership group = definition.group();
      for (ResourceDefinition other : definitions) {
        GroupMembership place = other.group();
        if (group != null
            && place != null
            && place.name().equals(group.name())
            && place.position() < group.position()) {
          all.add(new Need(Operation.START, other.id()));
        }
      }
      needs.put(definition.id(), all);
    }
  }

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Written written) {
      for (Happening.Change change : written.changes()) {
        OrdersDocument orders =
            change.key().kind() == Kind.ORDERS && change.after() != null
                ? change.after().as(OrdersDocument.class)
                : null;
        learn(orders);
      }
    } else if (happening instanceof Happening.OperationEnded ended && ended.failure() == null) {
      Need need = new Need(ended.operation(), ended.resource());
      done.add(new Done(need, ended.token()));
      holding.computeIfAbsent(need, one -> new TreeSet<>()).add(ended.process());
    } else if (happening instanceof Happening.ProcessEnded ended) {
      holding.values().forEach(processes -> processes.remove(ended.process()));
    } else if (happening instanceof Happening.OperationBegan began
        && (began.operation() == Operation.STOP || began.operation() == Operation.DEMOTE)) {
      undo(began.process(), Operation.PROMOTE, began.resource());
      if (began.operation() == Operation.STOP) {
        undo(began.process(), Operation.START, began.resource());
      }
    } else if (happening instanceof Happening.OperationBegan began
        && began.operation() == Operation.START) {
      for (Need need : needs.getOrDefault(began.resource(), List.of())) {
        require(need, began);
      }
    }
  }

  private void undo(String process, Operation operation, String resource) {
    holding.getOrDefault(new Need(operation, resource), new TreeSet<>()).remove(process);
  }

  private void learn(@Nullable OrdersDocument orders) {
    if (orders != null) {
      for (OrderedAction action : orders.actions()) {
        Need need = new Need(action.operation(), action.resource());
        ordered.computeIfAbsent(need, one -> new TreeSet<>()).add(action.token());
        named
            .computeIfAbsent(new Done(need, action.token()), one -> new TreeSet<>())
            .add(orders.number().token());
      }
    }
  }

  private void require(Need need, Happening.OperationBegan began) {
    Need own = new Need(began.operation(), began.resource());
    Set<Long> orders = named.getOrDefault(new Done(own, began.token()), Set.of());
    boolean holds = !holding.getOrDefault(need, Set.of()).isEmpty();
    if (!holds && orders.stream().noneMatch(order -> isMet(need, order))) {
      throw new InvariantViolation(
          NothingStartsBeforeWhatItNeeds.class,
          began.process()
              + " starts "
              + began.resource()
              + " with token "
              + began.token()
              + ", but the "
              + need.operation()
              + " of "
              + need.resource()
              + " that it needs is not done by any of the orders "
              + orders);
    }
  }

  private boolean isMet(Need need, long order) {
    Long newest = ordered.getOrDefault(need, new TreeSet<>()).floor(order);
    return newest != null && done.contains(new Done(need, newest));
  }
}
