package io.pacekeeper.core.status;

import static io.pacekeeper.core.status.Documents.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Confirmation;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.FencingDocument.Request;
import io.pacekeeper.core.document.FencingDocument.Scope;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Entry;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.status.ClusterHistory.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterHistoryTest {
  private static Entry entry(int secondsAgo, Kind kind, String text) {
    return new Entry(1, NOW.minusSeconds(secondsAgo), kind, "node1", "node2", null, text);
  }

  private static ChangeNote note(int secondsAgo, String by, String what) {
    return new ChangeNote(by, "pk", NOW.minusSeconds(secondsAgo), "laptop", what);
  }

  @Test
  void whatTheDcSawAndWhoChangedWhatIsOneHistoryOldestFirst() {
    ClusterHistory history =
        ClusterHistory.of(
            Documents.of("ledger")
                .with(
                    DocumentKey.HISTORY,
                    HistoryDocument.EMPTY.with(
                        List.of(
                            entry(50, Kind.ELECTION, "node1 is DC, term 1"),
                            entry(10, Kind.NODE, "node2 is online")),
                        9))
                .with(
                    DocumentKey.DIRECTIVES,
                    DirectivesDocument.EMPTY.withMaintenance(
                        List.of(), note(30, "bob", "cluster maintenance off")))
                .with(
                    DocumentKey.node("node2"),
                    new NodeDocument(
                        List.of(),
                        List.of(),
                        ImmutableSortedMap.of(),
                        List.of(note(20, "ann", null)),
                        ImmutableSortedMap.of()))
                .all());

    assertThat(history.problems()).isEmpty();
    assertThat(history.events())
        .extracting(event -> event.kind() + " " + event.by() + ": " + event.text())
        .containsExactly(
            "change root: changed config, via pk",
            "election node1: node1 is DC, term 1",
            "change bob: cluster maintenance off, via pk on laptop",
            "change ann: changed what is said of node2, via pk on laptop",
            "node node1: node2 is online");
  }

  @Test
  void whoWasFencedIsToldOnce() {
    FencingDocument fencing =
        new FencingDocument(
            new Request("i3", Scope.PROCESS, FencingAction.OFF, "it is silent", "ann", NOW, 0),
            List.of(),
            List.of(
                new Confirmation("i1", Means.COMPANION, "node2", NOW.minusSeconds(9)),
                new Confirmation("i2", Means.HAND, "ann", NOW.minusSeconds(5))));
    ClusterHistory history =
        ClusterHistory.of(
            Documents.of("ledger")
                .with(
                    DocumentKey.HISTORY,
                    HistoryDocument.EMPTY.with(
                        List.of(entry(8, Kind.FENCING, "node2 is dead, incarnation i1")), 9))
                .with(DocumentKey.fencing("node2"), fencing)
                .all());

    assertThat(history.events())
        .filteredOn(event -> event.kind().equals("fencing"))
        .extracting(Event::text)
        .containsExactly(
            "node2 is dead, incarnation i1",
            "node2 is confirmed dead by hand, incarnation i2",
            "node2 is to be fenced (off), incarnation i3: it is silent");
  }

  @Test
  void whatCannotBeReadIsNamedAndTheRestIsTold() {
    ClusterHistory history =
        ClusterHistory.of(
            Documents.of("ledger")
                .withUnreadable(DocumentKey.HISTORY)
                .withUnreadable(DocumentKey.report("node1"))
                .all());

    assertThat(history.problems()).containsExactly("history cannot be read: no JSON");
    assertThat(history.events()).hasSize(1);
  }

  @Test
  void anEventIsAboutWhatItNames() {
    Event event =
        new Event(NOW, "transition", "node1", null, null, 7, "stop a.b, c-d on node2 (x is down)");

    assertThat(event.isAboutResource("a.b")).isTrue();
    assertThat(event.isAboutResource("c-d")).isTrue();
    assertThat(event.isAboutResource("c")).isFalse();
    assertThat(event.isAboutNode("node2")).isTrue();
    assertThat(event.isAboutNode("node")).isFalse();
    assertThat(new Event(NOW, "node", "node1", "node3", null, 0, "").isAboutNode("node3")).isTrue();
  }
}
