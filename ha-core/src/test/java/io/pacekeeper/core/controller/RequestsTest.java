package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.TinyCluster.Fate;
import io.pacekeeper.core.controller.TinyCluster.Node;
import io.pacekeeper.core.controller.TinyCluster.Write;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.AnswersDocument.Answer;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of a node is done once and answered, whatever becomes of the writes. */
class RequestsTest {
  private static final DocumentKey REQUESTS = DocumentKey.requests("n1");
  private static final DocumentKey ANSWERS = DocumentKey.answers("n1");

  private final TinyCluster cluster = new TinyCluster();
  private final ResourceDefinition a = ResourceDefinition.ofDefaults("a");
  private final List<NodeRequest> asked = new ArrayList<>();

  private void pass(long millis) {
    cluster.pass(Duration.ofMillis(millis));
  }

  private Node started() {
    Node node = cluster.join("n1", a);
    pass(2000);
    assertThat(cluster.home("a")).isEqualTo(node);
    return node;
  }

  private void ask(String id, NodeRequest.Kind kind, @Nullable String resource, String argument) {
    asked.add(new NodeRequest(id, kind, resource, argument, "ann", cluster.now().wall()));
    cluster.write(REQUESTS, new RequestsDocument(asked));
    cluster.settle();
  }

  private List<Answer> answers() {
    return cluster.store.containsKey(ANSWERS)
        ? cluster.read(ANSWERS, AnswersDocument.class).answers()
        : List.of();
  }

  private static boolean answers(Transaction transaction) {
    return new Write("", transaction).touches(Kind.ANSWERS);
  }

  private long runs(Operation operation, List<Effect.RunOperation> runs) {
    return runs.stream().filter(run -> run.operation() == operation).count();
  }

  /** Records what the node runs from now on. */
  private static List<Effect.RunOperation> record(Node node) {
    List<Effect.RunOperation> runs = new ArrayList<>();
    node.service =
        run -> {
          runs.add(run);
          return null;
        };
    return runs;
  }

  @Test
  void aResourceWhoseStartFailedIsStartedAgainAfterACleanup() {
    Node node = cluster.add("n1", a);
    node.service = run -> run.operation() == Operation.START ? "no disk" : null;
    node.connect();
    pass(3000);
    assertThat(node.active).isEmpty();
    List<Effect.RunOperation> runs = record(node);
    pass(3000);
    assertThat(runs).as("a failed start bans it").isEmpty();

    ask("r1", NodeRequest.Kind.CLEANUP, "a", "");
    pass(3000);

    assertThat(node.active).containsOnlyKeys("a");
    assertThat(answers())
        .containsExactly(
            new Answer("r1", true, "forgot the failures of a (INFINITY)", answers().get(0).at()));
    assertThat(cluster.read(ANSWERS, AnswersDocument.class).process()).isEqualTo("n1-0-1");
  }

  @Test
  void aRequestIsDoneOnceHoweverOftenItIsRead() {
    Node node = started();
    List<Effect.RunOperation> runs = record(node);
    ask("r1", NodeRequest.Kind.RUN, "a", "monitor");
    ask("r2", NodeRequest.Kind.RUN, "a", "monitor");
    node.disconnect();
    pass(200);
    node.connect();
    pass(120_000);

    assertThat(runs(Operation.MONITOR, runs)).isEqualTo(2);
    assertThat(answers()).extracting(Answer::request).containsExactly("r1", "r2");
    assertThat(cluster.conflicts).isZero();
    cluster.writes.clear();
    pass(20_000);
    assertThat(cluster.writesBesidesRenewals()).as("what is answered is left alone").isEmpty();
  }

  @Test
  void anAnswerIsWrittenUntilItIsThereWhateverBecomesOfTheWrites() {
    for (Fate fate : List.of(Fate.LOST, Fate.DONE_UNHEARD, Fate.DONE_LATE)) {
      TinyCluster other = new TinyCluster();
      Node node = other.join("n1", a);
      other.pass(Duration.ofSeconds(2));
      List<Effect.RunOperation> runs = record(node);
      int[] left = {3};
      node.fate = transaction -> answers(transaction) && left[0]-- > 0 ? fate : Fate.DONE;
      NodeRequest request =
          new NodeRequest("r1", NodeRequest.Kind.RUN, "a", "stop", "ann", other.now().wall());
      other.write(REQUESTS, new RequestsDocument(List.of(request)));
      other.pass(Duration.ofSeconds(5));

      assertThat(runs(Operation.STOP, runs)).as("%s", fate).isEqualTo(1);
      assertThat(other.read(ANSWERS, AnswersDocument.class).answers())
          .as("%s", fate)
          .extracting(Answer::request)
          .containsExactly("r1");
      assertThat(node.active).as("the cluster starts it again").containsOnlyKeys("a");
    }
  }

  @Test
  void whatAnEarlierJvmAnsweredIsNotDoneAgain() {
    SoloNode solo = new SoloNode(a);
    solo.put(REQUESTS, 0, new RequestsDocument(List.of(prove(solo, "r1"), prove(solo, "r2"))));
    Answer answered = new Answer("r1", true, "the proof of another JVM", Instant.EPOCH);
    solo.put(ANSWERS, 4, new AnswersDocument("life0", List.of(answered)));
    List<Effect> effects = solo.committed(SoloNode.commit(solo.connect()), 0);

    assertThat(SoloNode.only(Effect.Prove.class, effects))
        .extracting(Effect.Prove::request)
        .containsExactly("r2");
    Transaction written =
        SoloNode.only(Effect.Commit.class, solo.tell(new Input.Proved("r2", true, "the proof")))
            .get(0)
            .transaction();
    Instant now = SoloNode.START.plusNanos(solo.nanos);
    assertThat(written.steps())
        .containsExactly(
            new Transaction.Set(
                ANSWERS,
                4,
                new AnswersDocument(
                    "life1", List.of(answered, new Answer("r2", true, "the proof", now)))));
  }

  @Test
  void whatWasAskedLongAgoIsAnsweredAndNotDone() {
    Node node = started();
    List<Effect.RunOperation> runs = record(node);
    for (Duration off : List.of(Requests.OLDEST, Requests.OLDEST.negated())) {
      asked.add(
          new NodeRequest(
              "r" + asked.size(),
              NodeRequest.Kind.RUN,
              "a",
              "stop",
              "ann",
              cluster.now().wall().minus(off.multipliedBy(2))));
    }
    cluster.write(REQUESTS, new RequestsDocument(asked));
    pass(1000);

    assertThat(runs).isEmpty();
    assertThat(answers())
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.done()).isFalse();
              assertThat(answer.text()).startsWith("it was asked for at ").contains("ask again");
            });
  }

  @Test
  void aProofIsAskedOfTheHandsAndAnswered() {
    SoloNode solo = new SoloNode(a);
    List<Effect> effects = solo.connect();
    solo.committed(SoloNode.commit(effects), 0);
    NodeRequest request =
        new NodeRequest(
            "r1",
            NodeRequest.Kind.PROVE,
            null,
            "challenge",
            "ann",
            SoloNode.START.plusNanos(solo.nanos));
    solo.store.remove(REQUESTS);
    effects =
        solo.tell(new Input.Changed(solo.put(REQUESTS, 0, new RequestsDocument(List.of(request)))));

    assertThat(SoloNode.only(Effect.Prove.class, effects))
        .containsExactly(new Effect.Prove("r1", "challenge", "life1"));
    effects = solo.tell(new Input.Proved("r1", true, "the proof"));
    assertThat(SoloNode.commit(effects).transaction().steps())
        .containsExactly(
            new Transaction.Create(
                ANSWERS,
                new AnswersDocument(
                    "life1",
                    List.of(
                        new Answer(
                            "r1", true, "the proof", SoloNode.START.plusNanos(solo.nanos))))));
    assertThat(SoloNode.only(Effect.Commit.class, solo.tell(new Input.Proved("r1", true, "again"))))
        .isEmpty();
  }

  @Test
  void aJvmThatWaitsAnswersIfItIsTheOneThatIsShown() {
    started();
    SoloNode solo = new SoloNode(a);
    solo.put(REQUESTS, 0, new RequestsDocument(List.of(prove(solo, "r1"))));
    solo.put(DocumentKey.lease("n1"), 7, cluster.lease("n1"));
    List<Effect> effects = solo.connect();
    assertThat(SoloNode.only(Effect.Prove.class, effects))
        .as("another one of that name takes part, and this one is not shown")
        .isEmpty();
    HostDocument others =
        new HostDocument("life9", "n1.example", 1, "test", 2, Instant.EPOCH, "to be started");
    effects = solo.tell(new Input.Changed(solo.put(DocumentKey.host("n1"), 0, others)));
    assertThat(SoloNode.only(Effect.Prove.class, effects)).as("another one is shown").isEmpty();
    HostDocument host =
        new HostDocument("life1", "n1.example", 1, "test", 2, Instant.EPOCH, "to be started");
    effects = solo.tell(new Input.Changed(solo.put(DocumentKey.host("n1"), 1, host)));
    assertThat(SoloNode.only(Effect.Prove.class, effects)).hasSize(1);
  }

  private static NodeRequest prove(SoloNode solo, String id) {
    return new NodeRequest(
        id, NodeRequest.Kind.PROVE, null, "challenge", "ann", SoloNode.START.plusNanos(solo.nanos));
  }

  @Test
  void answersThatAreRefusedHoldUpNothing() {
    Node node = started();
    node.fate = transaction -> answers(transaction) ? Fate.REFUSED : Fate.DONE;
    ask("r1", NodeRequest.Kind.RUN, "a", "monitor");
    ask("r2", NodeRequest.Kind.RUN, "a", "monitor");
    pass(5000);

    assertThat(node.events)
        .filteredOn(event -> event.describe().contains("its answers"))
        .hasSize(1);
    assertThat(node.active).containsOnlyKeys("a");
    assertThat(answers()).isEmpty();
  }

  @Test
  void requestsThatCannotBeReadAreNotDoneAndAnswersThatCannotBeReadAreWrittenAnew() {
    Node node = started();
    List<Effect.RunOperation> runs = record(node);
    cluster.write(REQUESTS, RequestsDocument.EMPTY);
    cluster.corrupt(REQUESTS);
    pass(1000);
    cluster.corrupt(ANSWERS);
    ask("r1", NodeRequest.Kind.RUN, "a", "monitor");
    pass(1000);

    assertThat(runs(Operation.MONITOR, runs)).isEqualTo(1);
    assertThat(answers()).extracting(Answer::request).containsExactly("r1");
  }
}
