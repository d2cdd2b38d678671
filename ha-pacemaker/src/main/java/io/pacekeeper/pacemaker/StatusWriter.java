package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.model.TicketState;
import java.util.List;
import java.util.function.Supplier;

/** A StatusWriter writes what is known of tickets and nodes. */
final class StatusWriter {
  private final XmlWriter xml;
  private final Supplier<AttributeWriter> attributes;

  StatusWriter(XmlWriter xml, Supplier<AttributeWriter> attributes) {
    this.xml = xml;
    this.attributes = attributes;
  }

  void status(List<TicketState> tickets, List<NodeState> nodes) {
    xml.open("status");
    if (!tickets.isEmpty()) {
      xml.open("tickets");
      for (TicketState ticket : tickets) {
        xml.open("ticket_state")
            .put("id", ticket.id())
            .put("granted", ticket.granted())
            .put("standby", ticket.standby())
            .close();
      }
      xml.close();
    }
    nodes.forEach(this::node);
    xml.close();
  }

  private void node(NodeState node) {
    xml.open("node_state")
        .put("id", node.id())
        .put("uname", node.name())
        .put("in_ccm", node.membership())
        .put("crmd", node.peer())
        .put("join", node.join())
        .put("expected", node.expected());
    if (!node.attributes().isEmpty()) {
      xml.open("transient_attributes").put("id", node.id());
      attributes.get().sets("instance_attributes", node.attributes());
      xml.close();
    }
    xml.open("lrm").put("id", node.id()).open("lrm_resources");
    node.history().forEach(this::resource);
    xml.close().close().close();
  }

  private void resource(ResourceHistory history) {
    xml.open("lrm_resource")
        .put("id", history.id())
        .put("class", history.standard())
        .put("provider", history.provider())
        .put("type", history.type())
        .put("container", history.container())
        .put("shutdown-lock", history.shutdownLock() == 0 ? null : history.shutdownLock());
    history.operations().forEach(this::operation);
    xml.close();
  }

  private void operation(OperationRecord record) {
    RecordedDigests digests = record.digests();
    xml.open("lrm_rsc_op")
        .put("id", record.id())
        .put("operation_key", record.key().equals(record.id()) ? null : record.key())
        .put("operation", record.task())
        .put("interval", record.interval())
        .put("call-id", record.callId())
        .put("rc-code", record.returnCode())
        .put("op-status", record.status())
        .put("transition-key", record.transitionKey())
        .put("transition-magic", record.transitionMagic())
        .put("last-rc-change", record.lastChange() < 0 ? null : record.lastChange())
        .put("last-run", record.times().lastRun())
        .put("exec-time", record.times().executed())
        .put("queue-time", record.times().queued())
        .put("migrate_source", record.migrateSource())
        .put("migrate_target", record.migrateTarget())
        .put("on_node", record.onNode())
        .put("exit-reason", record.exitReason())
        .put("crm_feature_set", record.featureSet())
        .put("op-digest", digests.all())
        .put("op-force-restart", digests.forceRestart())
        .put("op-restart-digest", digests.restart())
        .put("op-secure-params", digests.secureParameters())
        .put("op-secure-digest", digests.secure())
        .close();
  }
}
