package io.pacekeeper.zookeeper;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Attempt;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How fencing is written as JSON: the documents about it, and what is declared of devices. */
final class FencingFormats {
  private FencingFormats() {}

  static void write(Draft draft, FencingDocument fencing) {
    Request request = fencing.request();
    if (request != null) {
      draft.object("request", request(request));
    }
    draft
        .array("attempts", fencing.attempts(), FencingFormats::attempt)
        .array("confirmations", fencing.confirmations(), FencingFormats::confirmation);
  }

  static FencingDocument fencing(Fields fields) {
    Fields request = fields.objectOrNull("request");
    return new FencingDocument(
        request == null ? null : request(request),
        fields.array("attempts", FencingFormats::attempt),
        fields.array("confirmations", FencingFormats::confirmation));
  }

  private static Draft request(Request request) {
    return Draft.empty()
        .text("incarnation", request.incarnation())
        .word("scope", request.scope(), Scope.PROCESS)
        .word("action", request.action())
        .text("reason", request.reason())
        .text("by", request.by())
        .text("at", request.at())
        .number("term", request.term(), 0);
  }

  private static Request request(Fields fields) {
    return new Request(
        fields.text("incarnation"),
        fields.word("scope", Scope.class, Scope.PROCESS),
        fields.word("action", FencingAction.class),
        fields.text("reason"),
        fields.text("by"),
        fields.instant("at"),
        fields.number("term", 0));
  }

  private static void attempt(Draft draft, Attempt attempt) {
    draft
        .text("incarnation", attempt.incarnation())
        .text("device", attempt.device())
        .number("level", attempt.level())
        .word("action", attempt.action())
        .word("outcome", attempt.outcome())
        .text("detail", attempt.detail(), "")
        .text("by", attempt.by())
        .text("at", attempt.at());
  }

  private static Attempt attempt(Fields fields) {
    return new Attempt(
        fields.text("incarnation"),
        fields.text("device"),
        fields.integer("level"),
        fields.word("action", FencingAction.class),
        fields.word("outcome", FencingResult.Outcome.class),
        optional(fields, "detail"),
        fields.text("by"),
        fields.instant("at"));
  }

  private static void confirmation(Draft draft, Confirmation confirmation) {
    draft
        .text("incarnation", confirmation.incarnation())
        .word("means", confirmation.means())
        .text("by", confirmation.by())
        .text("at", confirmation.at())
        .text("detail", confirmation.detail(), "");
  }

  private static Confirmation confirmation(Fields fields) {
    return new Confirmation(
        fields.text("incarnation"),
        fields.word("means", Means.class),
        fields.text("by"),
        fields.instant("at"),
        optional(fields, "detail"));
  }

  private static String optional(Fields fields, String name) {
    String text = fields.textOrNull(name);
    return text == null ? "" : text;
  }

  /** Returns what is declared of fencing; empty if that is nothing. */
  static Draft definition(FencingDefinition fencing) {
    Draft draft = Draft.empty();
    if (!fencing.devices().isEmpty()) {
      draft.objects("devices", fencing.devices(), FencingFormats::device);
    }
    return draft.array("topologies", fencing.topologies(), FencingFormats::topology);
  }

  static FencingDefinition definition(@Nullable Fields fields) {
    return fields == null
        ? FencingDefinition.NONE
        : new FencingDefinition(
            fields.objects("devices", FencingFormats::device),
            fields.array("topologies", FencingFormats::topology));
  }

  private static void device(Draft draft, FencingDeviceDefinition device) {
    FencingDeviceDefinition absent = FencingDeviceDefinition.builder(device.id()).build();
    Draft delays = Draft.empty();
    device.delays().forEach(delays::text);
    draft
        .textArray("hosts", device.hosts())
        .texts("ports", device.ports())
        .text("delayBase", device.delayBase(), absent.delayBase())
        .objectUnlessEmpty("delays", delays)
        .text("delayMax", device.delayMax(), absent.delayMax())
        .text("timeout", device.timeout(), absent.timeout())
        .number("attempts", device.attempts(), absent.attempts())
        .number("actionLimit", device.actionLimit(), absent.actionLimit())
        .text("monitorInterval", device.monitorInterval(), absent.monitorInterval());
  }

  private static FencingDeviceDefinition device(String id, Fields fields) {
    FencingDeviceDefinition absent = FencingDeviceDefinition.builder(id).build();
    return new FencingDeviceDefinition(
        id,
        new TreeSet<>(fields.textArray("hosts")),
        fields.texts("ports"),
        fields.duration("delayBase", absent.delayBase()),
        delays(fields.objectOrNull("delays")),
        fields.duration("delayMax", absent.delayMax()),
        fields.duration("timeout", absent.timeout()),
        fields.integer("attempts", absent.attempts()),
        fields.integer("actionLimit", absent.actionLimit()),
        fields.duration("monitorInterval", absent.monitorInterval()));
  }

  private static SortedMap<String, Duration> delays(@Nullable Fields fields) {
    SortedMap<String, Duration> delays = new TreeMap<>();
    if (fields != null) {
      fields.names().forEach(node -> delays.put(node, fields.duration(node)));
    }
    return delays;
  }

  private static void topology(Draft draft, FencingTopology topology) {
    draft
        .word("match", topology.match(), FencingTopology.Match.NODE)
        .text("target", topology.target())
        .array("levels", topology.levels(), (one, level) -> one.textArray("devices", level));
  }

  private static FencingTopology topology(Fields fields) {
    return new FencingTopology(
        fields.word("match", FencingTopology.Match.class, FencingTopology.Match.NODE),
        fields.text("target"),
        fields.array("levels", level -> level.textArray("devices")));
  }
}
