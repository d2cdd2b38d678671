package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.TicketState;
import io.pacekeeper.core.policy.rule.Words;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A CibDocument is one cluster information base while it is read, from its first byte to its last.
 */
final class CibDocument {
  private static final Set<String> SECTIONS =
      Set.of(
          "crm_config",
          "nodes",
          "resources",
          "constraints",
          "rsc_defaults",
          "op_defaults",
          "acls",
          "tags",
          "alerts",
          "fencing-topology");

  /** Those by which something is decided. */
  private static final Set<String> READ =
      Set.of(
          "crm_config", "nodes", "resources", "constraints", "rsc_defaults", "op_defaults", "tags");

  private final XmlCursor cursor;
  private final CibLimits limits;
  private final LeftOut leftOut;
  private @Nullable Element configuration;
  private final List<NodeState> status = new ArrayList<>();
  private final List<TicketState> tickets = new ArrayList<>();

  CibDocument(CibLimits limits, InputStream in, LeftOut leftOut) throws XMLStreamException {
    this.limits = limits;
    this.leftOut = leftOut;
    cursor = new XmlCursor(limits, in, leftOut);
  }

  PolicyInput read() throws XMLStreamException, InvalidCibException {
    String root = cursor.root();
    if (!root.equals("cib")) {
      throw new InvalidCibException(
          "The document is no CIB: its first element is <"
              + Refusals.shortened(root)
              + ">, and should be <cib>.");
    }
    Map<String, String> header = cursor.attributes();
    Schemas.check(header.get("validate-with"));
    while (cursor.child()) {
      switch (cursor.name()) {
        case "configuration" -> configuration = cursor.tree();
        case "status" -> readStatus();
        default -> cursor.unknown("cib");
      }
    }
    cursor.end();
    if (configuration == null) {
      throw new InvalidCibException("The CIB has no <configuration>: it is only a part of one.");
    }
    return assemble(configuration, header);
  }

  private void readStatus() throws XMLStreamException, InvalidCibException {
    StatusReader reader = new StatusReader(cursor);
    while (cursor.child()) {
      switch (cursor.name()) {
        case "node_state" -> {
          NodeState state = reader.nodeState();
          if (state != null) {
            status.add(state);
          }
        }
        case "tickets" -> tickets.addAll(reader.tickets());
        default -> cursor.unknown("status");
      }
    }
  }

  private PolicyInput assemble(Element root, Map<String, String> header)
      throws InvalidCibException {
    for (Element section : root.children()) {
      if (!SECTIONS.contains(section.name())) {
        Refusals.unknown(limits, section, "configuration");
      }
      if (!READ.contains(section.name())) {
        leftOut.element(section.name());
      }
    }
    if (Schemas.old(header.getOrDefault("validate-with", ""))) {
      OldSchema.upgrade(root);
    }
    References references = new References(limits, root);
    AttributeReader attributes = new AttributeReader(limits, references);
    ResourceReader resources = new ResourceReader(limits, references, attributes);
    resources.read(section(root, "resources"));
    Element resourceDefaults = section(root, "rsc_defaults");
    return new PolicyInput(
        header(header),
        attributes.sets(section(root, "crm_config"), "cluster_property_set"),
        new NodeReader(limits, attributes).nodes(section(root, "nodes")),
        resources.resources(),
        new ConstraintReader(limits, references, attributes)
            .constraints(section(root, "constraints")),
        resources.tags(section(root, "tags")),
        attributes.sets(resourceDefaults, "meta_attributes"),
        attributes.sets(resourceDefaults, "instance_attributes"),
        attributes.sets(section(root, "op_defaults"), "meta_attributes"),
        tickets,
        status);
  }

  private static Element section(Element root, String name) {
    Element section = root.first(name);
    return section == null ? new Element(name, new LinkedHashMap<>()) : section;
  }

  private static ClusterHeader header(Map<String, String> header) {
    String date = header.get("execution-date");
    Long seconds = Words.leadingInteger(date);
    return new ClusterHeader(
        Words.isTrue(header.get("have-quorum")),
        header.get("dc-uuid"),
        header.get("crm_feature_set"),
        seconds,
        // Pacemaker reads a number here: a word, even false, is not 0.
        header.containsKey("no-quorum-panic")
            && Words.integer(header.get("no-quorum-panic"), 1) != 0);
  }
}
