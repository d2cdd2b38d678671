package io.pacekeeper.zookeeper;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrderedAction.After;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How orders and reports are written as JSON. */
final class WorkFormats {
  private static final long NEVER = Long.MIN_VALUE;

  private WorkFormats() {}

  static void write(Draft draft, OrdersDocument orders) {
    draft
        .text("incarnation", orders.incarnation())
        .text("number", orders.number())
        .flag("sync", orders.sync(), false)
        .textArray("unconfirmed", orders.unconfirmed())
        .textArray("unconfirmedPromotions", orders.unconfirmedPromotions())
        .array("actions", orders.actions(), WorkFormats::action);
  }

  static OrdersDocument orders(Fields fields) {
    return new OrdersDocument(
        fields.text("incarnation"),
        number(fields, "number"),
        fields.array("actions", WorkFormats::action),
        new TreeSet<>(fields.textArray("unconfirmed")),
        new TreeSet<>(fields.textArray("unconfirmedPromotions")),
        fields.flag("sync", false));
  }

  /** An action's predecessors are written as two words each: {@code "stop ledger"}. */
  private static void action(Draft draft, OrderedAction action) {
    draft
        .word("operation", action.operation())
        .text("resource", action.resource())
        .number("token", action.token())
        .textArray(
            "after",
            action.after().stream()
                .map(after -> Draft.wordOf(after.operation()) + " " + after.resource())
                .toList())
        .text("reason", action.reason())
        .flag("locks", action.locks(), false);
  }

  private static OrderedAction action(Fields fields) {
    return new OrderedAction(
        fields.number("token"),
        fields.word("operation", Operation.class),
        fields.text("resource"),
        fields.textArray("after").stream().map(WorkFormats::after).toList(),
        fields.text("reason"),
        fields.flag("locks", false));
  }

  private static After after(String text) {
    List<String> words = List.of(text.split(" ", 2));
    if (words.size() != 2) {
      throw new IllegalArgumentException(
          "an action should come after an operation of a resource, such as 'stop ledger', but it is"
              + " '"
              + text
              + "'");
    }
    return new After(Fields.wordOf(Operation.class, words.get(0)), words.get(1));
  }

  static void write(Draft draft, ReportDocument report) {
    draft
        .text("incarnation", report.incarnation())
        .text("consumed", report.consumed())
        .flag("leaving", report.leaving(), false)
        .objects("resources", report.resources(), WorkFormats::state);
  }

  static ReportDocument report(Fields fields) {
    return new ReportDocument(
        fields.text("incarnation"),
        number(fields, "consumed"),
        fields.flag("leaving", false),
        fields.objects("resources", (resource, state) -> state(state)));
  }

  static void state(Draft draft, ResourceState state) {
    draft
        .word("phase", state.phase())
        .number("token", state.token(), 0)
        .number("failcount", state.failcount(), 0);
    Instant since = state.since();
    if (since != null) {
      // As a number: there are many of them, and services wait for whoever reads them.
      draft.number("since", since.toEpochMilli());
    }
    Instant lockedSince = state.lockedSince();
    if (lockedSince != null) {
      draft.number("lockedSince", lockedSince.toEpochMilli());
    }
    Failure failure = state.failure();
    if (failure != null) {
      draft.object(
          "failure",
          Draft.empty()
              .word("operation", failure.operation())
              .word("onFail", LaterWords.known(failure.onFail()))
              .flag(LaterWords.DEMOTES, failure.onFail() == OnFail.DEMOTE, false)
              .flag("timedOut", failure.timedOut(), false)
              .text("reason", failure.reason())
              .text("at", failure.at()));
    }
    draft.objectUnlessEmpty("promotion", promotion(state.promotion()));
  }

  private static Draft promotion(PromotionState promotion) {
    Draft draft =
        Draft.empty()
            .word("stage", promotion.stage(), PromotionState.NONE.stage())
            .number("token", promotion.token(), 0);
    Integer score = promotion.score();
    return score == null ? draft : draft.number("score", score);
  }

  private static PromotionState promotion(@Nullable Fields fields) {
    return fields == null
        ? PromotionState.NONE
        : new PromotionState(
            fields.word("stage", PromotionState.Stage.class, PromotionState.NONE.stage()),
            fields.number("token", 0),
            fields.integerOrNull("score"));
  }

  static ResourceState state(Fields fields) {
    Fields failure = fields.objectOrNull("failure");
    long since = fields.number("since", NEVER);
    long lockedSince = fields.number("lockedSince", NEVER);
    return new ResourceState(
        fields.word("phase", ResourceState.Phase.class),
        fields.number("token", 0),
        fields.integer("failcount", 0),
        failure == null
            ? null
            : new Failure(
                failure.word("operation", Operation.class),
                LaterWords.onFail(failure, null),
                failure.flag("timedOut", false),
                failure.text("reason"),
                failure.instant("at")),
        since == NEVER ? null : Instant.ofEpochMilli(since),
        promotion(fields.objectOrNull("promotion")),
        lockedSince == NEVER ? null : Instant.ofEpochMilli(lockedSince));
  }

  /** Reads an order number, which is written as {@code term.number}. */
  private static OrderNumber number(Fields fields, String name) {
    return fields.parsed(name, WorkFormats::number, "an order number such as 3.17");
  }

  private static OrderNumber number(String text) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != 2) {
      throw new IllegalArgumentException("not two numbers");
    }
    return new OrderNumber(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)));
  }
}
