package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.TermDocument;
import java.util.TreeSet;

/** How the documents about a node's existence are written as JSON. */
final class NodeFormats {
  private NodeFormats() {}

  static void write(Draft draft, NodeDocument node) {
    draft
        .flag("standby", node.standby(), false)
        .flag("maintenance", node.maintenance(), false)
        .texts("attributes", node.attributes());
    ConfigFormat.writeChange(draft, node.change());
  }

  static NodeDocument node(Fields fields) {
    return new NodeDocument(
        fields.flag("standby", false),
        fields.flag("maintenance", false),
        fields.texts("attributes"),
        ConfigFormat.readChange(fields));
  }

  static void write(Draft draft, MemberDocument member) {
    draft
        .text("incarnation", member.incarnation())
        .text("host", member.host())
        .number("pid", member.pid())
        .text("version", member.version())
        .text("joined", member.joined())
        .texts("attributes", member.attributes())
        .textArray("agents", member.agents())
        .texts("devices", member.devices());
    if (member.obstacle() != null) {
      draft.text("obstacle", member.obstacle());
    }
  }

  static MemberDocument member(Fields fields) {
    return new MemberDocument(
        fields.text("incarnation"),
        fields.text("host"),
        fields.number("pid"),
        fields.text("version"),
        fields.instant("joined"),
        new TreeSet<>(fields.textArray("agents")),
        fields.texts("attributes"),
        fields.textOrNull("obstacle"),
        fields.texts("devices"));
  }

  static void write(Draft draft, LeaseDocument lease) {
    draft
        .word("state", lease.state())
        .text("incarnation", lease.incarnation())
        .text("length", lease.length())
        .text("margin", lease.margin());
  }

  static LeaseDocument lease(Fields fields) {
    return new LeaseDocument(
        fields.word("state", LeaseDocument.State.class),
        fields.text("incarnation"),
        fields.duration("length"),
        fields.duration("margin"));
  }

  static void write(Draft draft, TermDocument term) {
    draft
        .number("term", term.term())
        .text("node", term.node())
        .text("incarnation", term.incarnation());
  }

  static TermDocument term(Fields fields) {
    return new TermDocument(fields.number("term"), fields.text("node"), fields.text("incarnation"));
  }

  static void write(Draft draft, ElectedDocument elected) {
    draft.number("term", elected.term()).text("incarnation", elected.incarnation());
  }

  static ElectedDocument elected(Fields fields) {
    return new ElectedDocument(fields.number("term"), fields.text("incarnation"));
  }
}
