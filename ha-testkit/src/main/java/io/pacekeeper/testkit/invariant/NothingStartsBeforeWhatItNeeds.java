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
 * succeeded, and nothing had been ordered by then that undoes it. A start can be ordered several
 * times before it begins; one of these orders has to bear it out. What it needs may have failed
 * since; nobody can know that at once. What is cloned with its group needs the other members on its
 * own node.
 */
public final class NothingStartsBeforeWhatItNeeds implements Invariant {
  private static final String ANYWHERE = "";

  /** An operation of a resource, and the node that it is to be on. */
  private record Need(Operation operation, String resource, String node) {
    Need on(String other) {
      return new Need(operation, resource, other);
    }

    /** Returns what undoes it. */
    Need undoing() {
      return new Need(
          operation == Operation.PROMOTE ? Operation.DEMOTE : Operation.STOP, resource, node);
    }
  }

  private record Done(Need need, long token) {}

  private final Map<String, List<Need>> needs = new HashMap<>();

  /** What is to have started on the same node. */
  private final Map<String, List<Need>> needsHere = new HashMap<>();

  /** What may be active several times, so that the end of one says nothing of the others. */
  private final Set<String> cloned = new HashSet<>();

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
      List<Need> here = new ArrayList<>();
      if (definition.cloning() != null) {
        cloned.add(definition.id());
      }
      for (OrderConstraint order : definition.constraints().orders()) {
        if (order.kind() == OrderKind.MANDATORY) {
          boolean promoted = order.firstRole() == Role.PROMOTED;
          all.add(need(promoted ? Operation.PROMOTE : Operation.START, order.first()));
        }
      }
      GroupMembership group = definition.group();
      for (ResourceDefinition other : definitions) {
        GroupMembership place = other.group();
        if (group != null
            && place != null
            && place.name().equals(group.name())
            && place.position() < group.position()) {
          (definition.cloning() == null ? all : here).add(need(Operation.START, other.id()));
        }
      }
      needs.put(definition.id(), all);
      needsHere.put(definition.id(), here);
    }
  }

  private static Need need(Operation operation, String resource) {
    return new Need(operation, resource, ANYWHERE);
  }

  private static String node(String process) {
    return process.substring(0, process.indexOf('/'));
  }

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Written written) {
      for (Happening.Change change : written.changes()) {
        OrdersDocument orders =
            change.key().kind() == Kind.ORDERS && change.after() != null
                ? change.after().as(OrdersDocument.class)
                : null;
        learn(change.key().node(), orders);
      }
    } else if (happening instanceof Happening.OperationEnded ended && ended.failure() == null) {
      Need need = need(ended.operation(), ended.resource());
      done.add(new Done(need, ended.token()));
      done.add(new Done(need.on(node(ended.process())), ended.token()));
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
      for (Need need : needsHere.getOrDefault(began.resource(), List.of())) {
        requireHere(need, began);
      }
    }
  }

  private void undo(String process, Operation operation, String resource) {
    holding.getOrDefault(need(operation, resource), new TreeSet<>()).remove(process);
  }

  private void learn(String node, @Nullable OrdersDocument orders) {
    if (orders != null) {
      for (OrderedAction action : orders.actions()) {
        Need need = need(action.operation(), action.resource());
        for (Need each : List.of(need, need.on(node))) {
          ordered.computeIfAbsent(each, one -> new TreeSet<>()).add(action.token());
        }
        named
            .computeIfAbsent(new Done(need, action.token()), one -> new TreeSet<>())
            .add(orders.number().token());
      }
    }
  }

  private void require(Need need, Happening.OperationBegan began) {
    require(need, !holding.getOrDefault(need, Set.of()).isEmpty(), began);
  }

  private void requireHere(Need need, Happening.OperationBegan began) {
    boolean holds = holding.getOrDefault(need, Set.of()).contains(began.process());
    require(need.on(node(began.process())), holds, began);
  }

  private void require(Need need, boolean holds, Happening.OperationBegan began) {
    Need own = need(began.operation(), began.resource());
    Set<Long> orders = named.getOrDefault(new Done(own, began.token()), Set.of());
    if (!holds && orders.stream().noneMatch(order -> isMet(need, order))) {
      throw new InvariantViolation(
          NothingStartsBeforeWhatItNeeds.class,
          "%s starts %s with token %d, but the %s of %s that it needs%s is not done by any of the orders %s, or is to be undone"
              .formatted(
                  began.process(),
                  began.resource(),
                  began.token(),
                  need.operation(),
                  need.resource(),
                  need.node().equals(ANYWHERE) ? "" : " there",
                  orders));
    }
  }

  private boolean isMet(Need need, long order) {
    Long newest = newest(need, order);
    return newest != null
        && done.contains(new Done(need, newest))
        && !isUndone(need, newest, order);
  }

  /** Returns whether it had been ordered that it is undone. */
  private boolean isUndone(Need need, long since, long order) {
    Long undoing = newest(need.undoing(), order);
    boolean one = !need.node().equals(ANYWHERE) || !cloned.contains(need.resource());
    return one && undoing != null && undoing > since;
  }

  private @Nullable Long newest(Need need, long order) {
    return ordered.getOrDefault(need, new TreeSet<>()).floor(order);
  }
}
