package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.model.TicketDefinition;
import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.rule.Words;
import java.util.ArrayList;
import java.util.List;

/** A ConstraintReader reads the constraints. */
final class ConstraintReader {
  private final CibLimits limits;
  private final References references;
  private final RuleReader rules;

  ConstraintReader(CibLimits limits, References references, AttributeReader attributes) {
    this.limits = limits;
    this.references = references;
    this.rules = attributes.rules();
  }

  List<ConstraintDefinition> constraints(Element section) throws InvalidCibException {
    List<ConstraintDefinition> constraints = new ArrayList<>();
    for (Element element : section.children()) {
      ConstraintDefinition constraint =
          switch (element.name()) {
            case "rsc_location" -> location(element);
            case "rsc_colocation" -> colocation(element);
            case "rsc_order" -> order(element);
            case "rsc_ticket" -> ticket(element);
            default -> null;
          };
      if (constraint == null) {
        Refusals.unknown(limits, element, "constraints");
      } else if (!element.id().isEmpty()) {
        constraints.add(constraint);
      }
    }
    return constraints;
  }

  private LocationDefinition location(Element element) throws InvalidCibException {
    return new LocationDefinition(
        element.id(),
        element.get("rsc"),
        element.get("rsc-pattern"),
        element.get("node"),
        element.get("score"),
        element.get("role"),
        element.get("resource-discovery"),
        rules.rules(element),
        sets(element),
        lifetime(element));
  }

  private ColocationDefinition colocation(Element element) throws InvalidCibException {
    return new ColocationDefinition(
        element.id(),
        element.get("rsc"),
        element.get("with-rsc"),
        element.get("score"),
        element.get("rsc-role"),
        element.get("with-rsc-role"),
        element.get("node-attribute"),
        element.get("influence"),
        element.get("rsc-instance"),
        element.get("with-rsc-instance"),
        sets(element),
        lifetime(element));
  }

  private OrderDefinition order(Element element) throws InvalidCibException {
    return new OrderDefinition(
        element.id(),
        element.get("first"),
        element.get("then"),
        element.get("first-action"),
        element.get("then-action"),
        element.get("first-instance"),
        element.get("then-instance"),
        element.get("kind"),
        element.get("score"),
        element.get("symmetrical"),
        element.get("require-all"),
        sets(element),
        lifetime(element));
  }

  private TicketDefinition ticket(Element element) throws InvalidCibException {
    return new TicketDefinition(
        element.id(),
        element.get("rsc"),
        element.get("rsc-role"),
        element.get("rsc-instance"),
        element.get("ticket", ""),
        element.get("loss-policy"),
        sets(element),
        lifetime(element));
  }

  private List<Rule> lifetime(Element element) throws InvalidCibException {
    Element lifetime = element.first("lifetime");
    return lifetime == null ? List.of() : rules.rules(lifetime);
  }

  private List<ResourceSetDefinition> sets(Element element) throws InvalidCibException {
    List<ResourceSetDefinition> sets = new ArrayList<>();
    for (Element child : element.children("resource_set")) {
      Element set = references.resolve(child);
      if (set != null) {
        sets.add(set(set));
      }
    }
    return sets;
  }

  private static ResourceSetDefinition set(Element element) {
    List<String> members = new ArrayList<>();
    for (Element member : element.children("resource_ref")) {
      members.add(member.id());
    }
    return new ResourceSetDefinition(
        element.id(),
        Words.truth(element.get("sequential")),
        Words.truth(element.get("require-all")),
        element.get("ordering"),
        element.get("action"),
        element.get("role"),
        element.get("score"),
        element.get("kind"),
        Words.truth(element.get("symmetrical")),
        members);
  }
}
