package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.TicketDefinition;
import io.pacekeeper.core.policy.operation.Parameters;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;

/** The Constraints of a cluster are all that is configured about where and when, and the health. */
public final class Constraints {
  private Constraints() {}

  /** Reads the health of the nodes and then each constraint, in order, into the working set. */
  public static void unpack(WorkingSet working, Parameters parameters) {
    NodeHealth.unpack(working);
    SetExpansion expansion = new SetExpansion(working);
    LocationConstraints locations = new LocationConstraints(working, expansion, parameters);
    ColocationConstraints colocations = new ColocationConstraints(working, expansion);
    OrderConstraints orders = new OrderConstraints(working, expansion);
    TicketConstraints tickets = new TicketConstraints(working, expansion);
    RuleContext now = RuleContext.timeOnly(working.time(), working::recheckBy);
    for (ConstraintDefinition constraint : working.input().constraints()) {
      if (!now.holdsAny(constraint.lifetime())) {
        continue;
      }
      if (constraint instanceof LocationDefinition location) {
        locations.unpack(location);
      } else if (constraint instanceof ColocationDefinition colocation) {
        colocations.unpack(colocation);
      } else if (constraint instanceof OrderDefinition order) {
        orders.unpack(order);
      } else if (constraint instanceof TicketDefinition ticket) {
        tickets.unpack(ticket);
      }
    }
  }

  /**
   * Adds the colocations that nobody configured: each member of a group goes with the one before
   * it, and what runs inside of a container goes with that.
   */
  public static void addInternalColocations(WorkingSet working) {
    for (WorkingResource resource : working.resources()) {
      addInternalColocations(working, resource);
    }
  }

  private static void addInternalColocations(WorkingSet working, WorkingResource resource) {
    if (resource instanceof WorkingPrimitive primitive && primitive.container() != null) {
      Colocations.add(
          working,
          new Colocation(
              "resource-with-container",
              primitive,
              primitive.container(),
              Score.INFINITY,
              Role.UNKNOWN,
              Role.UNKNOWN,
              null,
              true));
    }
    WorkingResource previous = null;
    for (WorkingResource child : resource.children()) {
      addInternalColocations(working, child);
      if (previous != null && resource instanceof WorkingGroup group && group.colocated()) {
        Colocations.add(
            working,
            new Colocation(
                "group " + group.id(),
                child,
                previous,
                Score.INFINITY,
                Role.UNKNOWN,
                Role.UNKNOWN,
                null,
                child.has(ResourceFlag.CRITICAL)));
      }
      previous = child;
    }
  }
}
