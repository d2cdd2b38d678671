package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource that may run once starts nowhere as long as the store leaves it open whether another
 * incarnation has it active: that was ordered to start it, has not reported the order as consumed
 * and the resource as inactive since, and holds a lease that is neither released, revoked nor dead.
 * The same holds of promotions.
 *
 * <p>Stricter than {@link AtMostOneActive}: it does not matter whether the other one does run it.
 */
public final class NothingStartsWhileUnclean implements Invariant {
  /** What may be had only once: a resource's being active, or promoted. */
  private record Right(Operation operation, String resource) implements Comparable<Right> {
    @Override
    public int compareTo(Right other) {
      int byResource = resource.compareTo(other.resource);
      return byResource != 0 ? byResource : operation.compareTo(other.operation);
    }
  }

  /** The newest order to start or promote a resource that an incarnation has not accounted for. */
  private final Map<String, Map<Right, OrderNumber>> open = new TreeMap<>();

  /** The newest such order that an incarnation has accounted for. */
  private final Map<String, Map<Right, OrderNumber>> accounted = new TreeMap<>();

  private final Map<String, String> holders = new HashMap<>();
  private final Set<String> over = new HashSet<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Written written && written.process() != null) {
      for (Happening.Change change : written.changes()) {
        learn(change.key().kind(), change.key().node(), change.after());
      }
    } else if (happening instanceof Happening.OperationBegan began && began.grantsExclusively()) {
      requireClean(began, world);
    }
  }

  private void learn(Kind kind, String node, @Nullable Stored after) {
    if (after == null) {
      return;
    }
    OrdersDocument orders = after.as(OrdersDocument.class);
    ReportDocument report = after.as(ReportDocument.class);
    LeaseDocument lease = after.as(LeaseDocument.class);
    if (kind == Kind.ORDERS && orders != null) {
      for (OrderedAction action : orders.actions()) {
        if (action.operation() == Operation.START || action.operation() == Operation.PROMOTE) {
          order(orders.incarnation(), action);
        }
      }
    } else if (kind == Kind.REPORT && report != null) {
      report(report);
    } else if (kind == Kind.LEASE && lease != null) {
      learn(node, lease);
    }
  }

  /** A start that was accounted for is not open again when it is named again: it runs once. */
  private void order(String incarnation, OrderedAction action) {
    OrderNumber number = OrderNumber.ofToken(action.token());
    Right right = new Right(action.operation(), action.resource());
    OrderNumber closed = of(accounted, incarnation).getOrDefault(right, OrderNumber.NONE);
    if (number.compareTo(closed) > 0) {
      of(open, incarnation).put(right, number);
    }
  }

  private void report(ReportDocument report) {
    Map<Right, OrderNumber> ordered = of(open, report.incarnation());
    for (Map.Entry<Right, OrderNumber> entry : new TreeMap<>(ordered).entrySet()) {
      ResourceState state =
          report.resources().getOrDefault(entry.getKey().resource(), ResourceState.STOPPED);
      boolean over =
          entry.getKey().operation() == Operation.START
              ? !state.phase().isPossiblyActive()
              : !state.isPossiblyPromoted();
      if (entry.getValue().compareTo(report.consumed()) <= 0 && over) {
        ordered.remove(entry.getKey());
        of(accounted, report.incarnation()).put(entry.getKey(), entry.getValue());
      }
    }
  }

  private void learn(String node, LeaseDocument lease) {
    String former = holders.put(node, lease.incarnation());
    if (former != null && !former.equals(lease.incarnation())) {
      over.add(former);
    }
    if (lease.state().isOver()) {
      over.add(lease.incarnation());
      if (former != null) {
        over.add(former);
      }
    }
  }

  private void requireClean(Happening.OperationBegan began, World world) {
    Right right = new Right(began.operation(), began.resource());
    for (Map.Entry<String, Map<Right, OrderNumber>> entry : open.entrySet()) {
      String incarnation = entry.getKey();
      OrderNumber ordered = entry.getValue().get(right);
      if (ordered != null
          && ordered.token() != began.token()
          && !over.contains(incarnation)
          && !world.processOf(incarnation).equals(began.process())) {
        throw new InvariantViolation(
            NothingStartsWhileUnclean.class,
            began.process()
                + (began.operation() == Operation.START ? " starts " : " promotes ")
                + began.resource()
                + " while "
                + incarnation
                + " was ordered to with "
                + ordered
                + ", has not said that it is inactive, and is not confirmed dead");
      }
    }
  }

  private static Map<Right, OrderNumber> of(
      Map<String, Map<Right, OrderNumber>> orders, String incarnation) {
    return orders.computeIfAbsent(incarnation, id -> new TreeMap<>());
  }
}
