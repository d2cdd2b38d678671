package io.pacekeeper.zookeeper;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.cib.SchedulerInput;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.scheduler.Transition;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.FenceAction;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import io.pacekeeper.runtime.SavedInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run of the scheduler is kept: as JSON, with the documents that it decided from as they are
 * in ZooKeeper. What it did not decide from and what could be secret is left out: the fencing
 * devices, and what services said when they failed.
 */
public final class SavedInputs {
  private static final String TYPE = "scheduler-input";
  private static final int FORMAT = 1;
  private static final String FENCE = "fence";
  private static final int MOST_BYTES = 32 << 20;
  private static final int DEEPEST = 64;

  /** Enough for some thousand resources on some dozen nodes. */
  private static final int MOST_TOKENS = 2_000_000;

  private SavedInputs() {}

  /** Returns a run as it is kept. */
  public static byte[] write(SavedInput saved) {
    SchedulerRun run = saved.run();
    SchedulerInput input = run.input();
    Draft draft =
        Draft.empty()
            .text("type", TYPE)
            .number("format", FORMAT)
            .text("cluster", saved.cluster())
            .text("node", run.node())
            .text("version", saved.version())
            .text("at", input.now())
            .text("order", run.order())
            .object("config", document(withoutFencing(input.config())))
            .object("directives", document(input.directives()))
            .objects("nodes", input.nodes(), SavedInputs::facts)
            .object("decided", decided(run.decided()));
    return DocumentFormat.bytes(draft.node());
  }

  private static Draft document(Document document) {
    return Draft.of(DocumentFormat.write(document));
  }

  private static ConfigDocument withoutFencing(ConfigDocument config) {
    SortedMap<String, Application> applications = new TreeMap<>(config.applications());
    applications.replaceAll(
        (name, of) -> new Application(of.version(), of.resources(), FencingDefinition.NONE));
    return config.withApplications(applications);
  }

  private static void facts(Draft draft, NodeFacts facts) {
    draft.word("membership", facts.membership()).flag("leaving", facts.leaving(), false);
    if (facts.node() != null) {
      draft.object("node", document(facts.node()));
    }
    if (facts.member() != null) {
      draft.object("member", document(facts.member().withoutDevices()));
    }
    draft.objects(
        "resources",
        facts.resources(),
        (each, state) -> WorkFormats.state(each, withoutWords(state)));
  }

  /** What a service says of a failure may be anything. */
  private static ResourceState withoutWords(ResourceState state) {
    Failure failure = state.failure();
    return failure == null
        ? state
        : new ResourceState(
            state.phase(),
            state.token(),
            state.failcount(),
            new Failure(
                failure.operation(), failure.onFail(), failure.timedOut(), "", failure.at()),
            state.since(),
            state.promotion(),
            state.lockedSince());
  }

  private static Draft decided(Transition transition) {
    return Draft.empty()
        .array("actions", transition.actions(), SavedInputs::action)
        .texts("assignment", transition.assignment())
        .text("recheckAt", transition.recheckAt());
  }

  private static void action(Draft draft, Action action) {
    if (action instanceof ResourceAction it) {
      draft
          .word("operation", it.operation())
          .text("resource", it.resource())
          .flag("locks", it.locks(), false);
    } else {
      draft.text("operation", FENCE);
    }
    draft
        .text("node", action.node())
        .numberArray("after", action.after())
        .text("reason", action.reason());
  }

  /**
   * Reads a run that was kept. The stream is left open.
   *
   * @throws IllegalArgumentException if it cannot be understood, with the reason in one sentence
   *     that begins with "it"
   * @throws IOException if the stream fails
   */
  public static SavedInput read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException("it is longer than " + (MOST_BYTES >> 20) + " MB");
    }
    try {
      DocumentFormat.requireWithin(bytes, DEEPEST, MOST_TOKENS);
      return read(Fields.of(DocumentFormat.parse(bytes)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(DocumentFormat.problem(e), e);
    }
  }

  private static SavedInput read(Fields fields) {
    DocumentFormat.requireType(fields, TYPE, FORMAT);
    SchedulerInput input =
        new SchedulerInput(
            document(fields.object("config"), "config", Kind.CONFIG, ConfigDocument.class),
            document(
                fields.object("directives"),
                "directives",
                Kind.DIRECTIVES,
                DirectivesDocument.class),
            fields.objects("nodes", SavedInputs::facts),
            fields.instant("at"));
    SchedulerRun run =
        new SchedulerRun(
            fields.text("node"),
            input,
            decided(fields.object("decided")),
            fields.textOrNull("order"));
    return new SavedInput(fields.text("cluster"), fields.text("version"), run);
  }

  /** Reads a document, and says in which one a mistake is. */
  private static <D extends Document> D document(
      Fields fields, String where, Kind kind, Class<D> type) {
    try {
      return type.cast(DocumentFormat.read(kind, fields));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("in its " + where + " " + e.getMessage(), e);
    }
  }

  private static NodeFacts facts(String node, Fields fields) {
    Fields said = fields.objectOrNull("node");
    Fields member = fields.objectOrNull("member");
    String where = "node " + node;
    return new NodeFacts(
        fields.word("membership", Membership.class),
        said == null ? null : document(said, where, Kind.NODE, NodeDocument.class),
        member == null ? null : document(member, where, Kind.MEMBER, MemberDocument.class),
        fields.flag("leaving", false),
        fields.objects("resources", (name, state) -> WorkFormats.state(state)));
  }

  private static Transition decided(Fields fields) {
    List<Action> actions = new ArrayList<>();
    for (Fields each : fields.array("actions", action -> action)) {
      actions.add(action(actions.size(), each));
    }
    return new Transition(
        List.copyOf(actions), fields.texts("assignment"), fields.instantOrNull("recheckAt"));
  }

  private static Action action(int id, Fields fields) {
    String operation = fields.text("operation");
    String node = fields.text("node");
    List<Integer> after = fields.integerArray("after");
    String reason = fields.text("reason");
    return operation.equals(FENCE)
        ? new FenceAction(id, node, after, reason)
        : new ResourceAction(
            id,
            fields.word("operation", Operation.class),
            fields.text("resource"),
            node,
            after,
            reason,
            fields.flag("locks", false));
  }
}
