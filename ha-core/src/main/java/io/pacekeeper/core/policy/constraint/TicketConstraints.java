package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.model.TicketDefinition;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Ticket;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The TicketConstraints keep resources from running where the cluster lacks a ticket. */
final class TicketConstraints {
  /** What becomes of a resource that is active when the ticket is lost. */
  private enum LossPolicy {
    STOP,
    DEMOTE,
    FENCE,
    FREEZE
  }

  private final WorkingSet working;
  private final SetExpansion expansion;

  TicketConstraints(WorkingSet working, SetExpansion expansion) {
    this.working = working;
    this.expansion = expansion;
  }

  void unpack(TicketDefinition definition) {
    List<ResourceSetDefinition> sets = expansion.expand(definition.sets());
    String id = definition.resource();
    if (sets.isEmpty() && id != null && expansion.tag(id) != null) {
      sets = List.of(expansion.setOf(id, null, definition.role()));
    }
    Ticket ticket = working.ticket(definition.ticket());
    if (sets.isEmpty()) {
      WorkingResource resource = InstanceNames.find(expansion.resource(id), definition.instance());
      if (resource != null) {
        apply(resource, ticket, definition.lossPolicy(), definition.role());
      }
      return;
    }
    for (ResourceSetDefinition set : sets) {
      List<WorkingResource> known = expansion.known(set);
      for (WorkingResource resource : known) {
        apply(resource, ticket, definition.lossPolicy(), set.role());
      }
      if (known.size() < set.members().size()) {
        return;
      }
    }
  }

  private void apply(
      WorkingResource resource, Ticket ticket, @Nullable String lossPolicy, @Nullable String word) {
    Role role = Role.of(word);
    if (role == Role.STARTED) {
      role = Role.UNKNOWN;
    }
    if (role == Role.PROMOTED && resource instanceof WorkingClone clone) {
      clone.promotionTickets().add(ticket);
    }
    if (!ticket.granted() || ticket.standby()) {
      restrict(resource, ticket, lossPolicy(lossPolicy, role), role);
    }
  }

  private LossPolicy lossPolicy(@Nullable String word, Role role) {
    LossPolicy otherwise = role == Role.PROMOTED ? LossPolicy.DEMOTE : LossPolicy.STOP;
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "stop" -> LossPolicy.STOP;
      case "demote" -> LossPolicy.DEMOTE;
      case "fence" -> working.options().stonithEnabled() ? LossPolicy.FENCE : LossPolicy.STOP;
      case "freeze" -> LossPolicy.FREEZE;
      default -> otherwise;
    };
  }

  private void restrict(WorkingResource resource, Ticket ticket, LossPolicy policy, Role role) {
    if (!resource.children().isEmpty()) {
      for (WorkingResource child : resource.children()) {
        restrict(child, ticket, policy, role);
      }
      return;
    }
    if (resource instanceof WorkingClone) {
      return;
    }
    boolean lost = !ticket.granted() && !resource.runningOn().isEmpty();
    if (!lost || policy == LossPolicy.STOP || policy == LossPolicy.DEMOTE) {
      if (role != Role.PROMOTED || policy == LossPolicy.STOP) {
        ban(resource, ticket);
      }
      return;
    }
    if (role != Role.UNKNOWN && role != resource.role()) {
      return;
    }
    if (policy == LossPolicy.FENCE) {
      ban(resource, ticket);
      for (WorkingNode node : resource.runningOn()) {
        working.actions().fenceNode(node, "deadman ticket was lost", false);
      }
    } else {
      resource.clear(ResourceFlag.MANAGED);
      resource.set(ResourceFlag.BLOCKED);
    }
  }

  private void ban(WorkingResource resource, Ticket ticket) {
    for (int node = 0; node < resource.allowed().nodes(); node++) {
      resource.allowed().add(node, -Score.INFINITY);
    }
    Reasons reasons = working.reasons();
    if (reasons != null) {
      reasons.banEverywhere(resource, Kind.TICKET, ticket.id());
    }
  }
}
