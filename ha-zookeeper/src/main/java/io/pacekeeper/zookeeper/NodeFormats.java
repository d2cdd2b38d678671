package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.TermDocument;
import java.util.List;
import java.util.TreeSet;

/** How the documents about a node's existence are written as JSON. */
final class NodeFormats {
  private NodeFormats() {}

  static void write(Draft draft, NodeDocument node) {
    draft
        .flag("standby", !node.standby().isEmpty(), false)
        .array("standbyClaims", named(node.standby()), AdministrationFormats::claim)
        .flag("maintenance", !node.maintenance().isEmpty(), false)
        .array("maintenanceClaims", named(node.maintenance()), AdministrationFormats::claim)
        .texts("attributes", node.attributes())
        .numbers("capacity", node.capacity());
    AdministrationFormats.writeChanges(draft, node.changes());
  }

  /** Returns nothing if there is nothing to say but that something is claimed. */
  private static List<Claim> named(List<Claim> claims) {
    return claims.equals(List.of(NodeDocument.unnamed())) ? List.of() : claims;
  }

  /**
   * Reads who claims something. An older version writes only whether it is so, and leaves the
   * claims as they were.
   */
  private static List<Claim> claims(Fields fields, String flag, String name) {
    List<Claim> claims = fields.array(name, AdministrationFormats::claim);
    if (!fields.flag(flag, false)) {
      return List.of();
    }
    return claims.isEmpty() ? List.of(NodeDocument.unnamed()) : claims;
  }

  static NodeDocument node(Fields fields) {
    return new NodeDocument(
        claims(fields, "standby", "standbyClaims"),
        claims(fields, "maintenance", "maintenanceClaims"),
        fields.texts("attributes"),
        AdministrationFormats.readChanges(fields),
        fields.integers("capacity"));
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
        .texts("devices", member.devices())
        .text("obstacle", member.obstacle())
        .text("process", member.process(), "")
        .number("featureSet", member.featureSet(), FeatureSet.OLDEST)
        .text("unguarded", member.unguarded())
        .text("notice", member.notice())
        .numbers("capacity", member.capacity());
  }

  static MemberDocument member(Fields fields) {
    String process = fields.textOrNull("process");
    return new MemberDocument(
        fields.text("incarnation"),
        fields.text("host"),
        fields.number("pid"),
        fields.text("version"),
        fields.instant("joined"),
        new TreeSet<>(fields.textArray("agents")),
        fields.texts("attributes"),
        fields.textOrNull("obstacle"),
        fields.texts("devices"),
        process == null ? "" : process,
        fields.integer("featureSet", FeatureSet.OLDEST),
        fields.textOrNull("unguarded"),
        fields.textOrNull("notice"),
        fields.integers("capacity"));
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
