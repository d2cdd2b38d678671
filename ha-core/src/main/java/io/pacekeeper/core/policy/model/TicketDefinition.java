package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TicketDefinition says which resources need a ticket ({@code rsc_ticket}). */
public record TicketDefinition(
    String id,
    @Nullable String resource,
    @Nullable String role,
    @Nullable String instance,
    String ticket,
    @Nullable String lossPolicy,
    List<ResourceSetDefinition> sets,
    List<Rule> lifetime)
    implements ConstraintDefinition {
  public TicketDefinition {
    sets = List.copyOf(sets);
    lifetime = List.copyOf(lifetime);
  }
}
