package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.RecordedTimes;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.model.TicketState;
import io.pacekeeper.core.policy.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** A StatusReader reads what is known of the nodes, and turns it into values as it goes. */
final class StatusReader {
  private final XmlCursor cursor;

  StatusReader(XmlCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads the state of a node; null: it does not say of which. */
  @Nullable NodeState nodeState() throws XMLStreamException, InvalidCibException {
    Map<String, String> state = cursor.attributes();
    List<ResourceHistory> history = new ArrayList<>();
    List<AttributeSet> attributes = null;
    while (cursor.child()) {
      switch (cursor.name()) {
        case "lrm" -> lrm(history);
        case "transient_attributes" -> {
          List<AttributeSet> read = transientAttributes();
          attributes = attributes == null ? read : attributes;
        }
        default -> cursor.unknown("node_state");
      }
    }
    String id = state.get("id");
    if (id == null) {
      return null;
    }
    return new NodeState(
        id,
        state.get("uname"),
        state.get("in_ccm"),
        state.get("crmd"),
        state.get("join"),
        state.get("expected"),
        attributes == null ? List.of() : attributes,
        history);
  }

  /** Reads the tickets. */
  List<TicketState> tickets() throws XMLStreamException, InvalidCibException {
    Element element = cursor.tree();
    List<TicketState> tickets = new ArrayList<>();
    for (Element state : element.children("ticket_state")) {
      if (!state.id().isEmpty()) {
        tickets.add(
            new TicketState(
                state.id(),
                Words.isTrue(state.get("granted")),
                Words.isTrue(state.get("standby"))));
      }
    }
    return tickets;
  }

  private List<AttributeSet> transientAttributes() throws XMLStreamException, InvalidCibException {
    Element element = cursor.tree();
    AttributeReader reader =
        new AttributeReader(cursor.limits(), new References(cursor.limits(), element));
    return reader.sets(element, "instance_attributes");
  }

  private void lrm(List<ResourceHistory> history) throws XMLStreamException, InvalidCibException {
    while (cursor.child()) {
      if (!cursor.name().equals("lrm_resources")) {
        cursor.unknown("lrm");
        continue;
      }
      while (cursor.child()) {
        if (cursor.name().equals("lrm_resource")) {
          resource(history);
        } else {
          cursor.unknown("lrm_resources");
        }
      }
    }
  }

  private void resource(List<ResourceHistory> history)
      throws XMLStreamException, InvalidCibException {
    String id = cursor.get("id");
    String standard = cursor.get("class");
    String provider = cursor.get("provider");
    String type = cursor.get("type");
    String container = cursor.get("container");
    String lock = cursor.get("shutdown-lock");
    List<OperationRecord> operations = new ArrayList<>(2);
    while (cursor.child()) {
      if (cursor.name().equals("lrm_rsc_op")) {
        OperationRecord record = operation();
        if (record != null) {
          operations.add(record);
        }
        cursor.skip();
      } else {
        cursor.unknown("lrm_resource");
      }
    }
    if (id != null) {
      history.add(
          new ResourceHistory(id, standard, provider, type, container, seconds(lock), operations));
    }
  }

  private @Nullable OperationRecord operation() {
    String id = cursor.get("id");
    String task = cursor.get("operation");
    if (id == null || task == null) {
      return null;
    }
    String key = cursor.get("operation_key");
    String callId = cursor.get("call-id");
    String status = cursor.get("op-status");
    String lastChange = cursor.get("last-rc-change");
    return new OperationRecord(
        id,
        key == null ? id : key,
        task,
        Math.max(0, seconds(cursor.get("interval"))),
        callId == null ? null : Words.integer(callId, 0),
        Words.integer(cursor.get("rc-code"), 0),
        status == null ? null : Words.integer(status, -2),
        cursor.get("transition-key"),
        cursor.get("transition-magic"),
        lastChange == null ? -1 : seconds(lastChange),
        cursor.get("migrate_source"),
        cursor.get("migrate_target"),
        cursor.get("on_node"),
        cursor.get("exit-reason"),
        cursor.get("crm_feature_set"),
        digests(),
        times());
  }

  private RecordedTimes times() {
    Long lastRun = Words.leadingInteger(cursor.get("last-run"));
    Long executed = Words.leadingInteger(cursor.get("exec-time"));
    Long queued = Words.leadingInteger(cursor.get("queue-time"));
    return lastRun == null && executed == null && queued == null
        ? RecordedTimes.NONE
        : new RecordedTimes(lastRun, executed, queued);
  }

  private RecordedDigests digests() {
    String all = cursor.get("op-digest");
    String restart = cursor.get("op-restart-digest");
    String secure = cursor.get("op-secure-digest");
    String force = cursor.get("op-force-restart");
    String secureNames = cursor.get("op-secure-params");
    if (all == null && restart == null && secure == null && force == null && secureNames == null) {
      return RecordedDigests.NONE;
    }
    return new RecordedDigests(all, restart, secure, force, secureNames);
  }

  private static long seconds(@Nullable String text) {
    Long value = Words.leadingInteger(text);
    return value == null ? 0 : value;
  }
}
