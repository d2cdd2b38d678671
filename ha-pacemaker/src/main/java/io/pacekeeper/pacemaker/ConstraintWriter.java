package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.model.TicketDefinition;
import java.util.List;

/** A ConstraintWriter writes constraints. */
final class ConstraintWriter {
  private final XmlWriter xml;
  private final AttributeWriter attributes;

  ConstraintWriter(XmlWriter xml, AttributeWriter attributes) {
    this.xml = xml;
    this.attributes = attributes;
  }

  void constraints(List<ConstraintDefinition> constraints) {
    xml.open("constraints");
    for (ConstraintDefinition constraint : constraints) {
      if (constraint instanceof LocationDefinition location) {
        location(location);
      } else if (constraint instanceof ColocationDefinition colocation) {
        colocation(colocation);
      } else if (constraint instanceof OrderDefinition order) {
        order(order);
      } else if (constraint instanceof TicketDefinition ticket) {
        ticket(ticket);
      }
      constraint.sets().forEach(this::set);
      if (constraint instanceof LocationDefinition location) {
        location.rules().forEach(attributes::rule);
      }
      if (!constraint.lifetime().isEmpty()) {
        xml.open("lifetime");
        constraint.lifetime().forEach(attributes::rule);
        xml.close();
      }
      xml.close();
    }
    xml.close();
  }

  private void location(LocationDefinition location) {
    xml.open("rsc_location")
        .id(location.id())
        .put("rsc", location.resource())
        .put("rsc-pattern", location.pattern())
        .put("role", location.role())
        .put("node", location.node())
        .put("score", location.score())
        .put("resource-discovery", location.discovery());
  }

  private void colocation(ColocationDefinition colocation) {
    xml.open("rsc_colocation")
        .id(colocation.id())
        .put("rsc", colocation.resource())
        .put("with-rsc", colocation.withResource())
        .put("score", colocation.score())
        .put("rsc-role", colocation.role())
        .put("with-rsc-role", colocation.withRole())
        .put("node-attribute", colocation.nodeAttribute())
        .put("influence", colocation.influence())
        .put("rsc-instance", colocation.instance())
        .put("with-rsc-instance", colocation.withInstance());
  }

  private void order(OrderDefinition order) {
    xml.open("rsc_order")
        .id(order.id())
        .put("first", order.first())
        .put("then", order.then())
        .put("first-action", order.firstAction())
        .put("then-action", order.thenAction())
        .put("first-instance", order.firstInstance())
        .put("then-instance", order.thenInstance())
        .put("kind", order.kind())
        .put("score", order.score())
        .put("symmetrical", order.symmetrical())
        .put("require-all", order.requireAll());
  }

  private void ticket(TicketDefinition ticket) {
    xml.open("rsc_ticket")
        .id(ticket.id())
        .put("rsc", ticket.resource())
        .put("rsc-role", ticket.role())
        .put("rsc-instance", ticket.instance())
        .put("ticket", ticket.ticket())
        .put("loss-policy", ticket.lossPolicy());
  }

  private void set(ResourceSetDefinition set) {
    xml.open("resource_set")
        .id(set.id())
        .put("sequential", set.sequential())
        .put("require-all", set.requireAll())
        .put("ordering", set.ordering())
        .put("action", set.action())
        .put("role", set.role())
        .put("score", set.score())
        .put("kind", set.kind())
        .put("symmetrical", set.symmetrical());
    for (String member : set.members()) {
      xml.open("resource_ref").put("id", member).close();
    }
    xml.close();
  }
}
