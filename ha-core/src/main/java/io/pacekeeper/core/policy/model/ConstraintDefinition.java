package io.pacekeeper.core.policy.model;

import io.pacekeeper.core.policy.rule.Rule;
import java.util.List;

/** A ConstraintDefinition is a constraint as it is configured, its words not yet judged. */
public sealed interface ConstraintDefinition
    permits LocationDefinition, ColocationDefinition, OrderDefinition, TicketDefinition {
  String id();

  /** Returns the rules of which one has to hold for the constraint to count; none: always. */
  List<Rule> lifetime();

  /** Returns the resource sets, in order. */
  List<ResourceSetDefinition> sets();
}
