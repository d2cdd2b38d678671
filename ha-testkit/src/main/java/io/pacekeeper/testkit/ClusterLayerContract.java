package io.pacekeeper.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.runtime.ClusterLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ClusterLayer} must do, as a test: extend it, say how a layer is made and how
 * its connection breaks, and every promise is checked that the controller relies on.
 *
 * <p>All layers that one test asks for are on one store and in one cluster; each test begins with
 * an empty one.
 */
public abstract class ClusterLayerContract {
  private static final DocumentKey TERM = DocumentKey.TERM;
  private static final String NODE = "node1";

  private final List<LayerProbe> probes = new ArrayList<>();

  /** Makes a layer that was not started yet, on the store of this test. */
  protected abstract ClusterLayer newLayer() throws Exception;

  /** Breaks the layer's connection, so that it connects again by itself and keeps its session. */
  protected abstract void breakConnection(ClusterLayer layer) throws Exception;

  /** Ends the layer's session as the store does when it has not heard of it for too long. */
  protected abstract void expireSession(ClusterLayer layer) throws Exception;

  /** Makes the store unreachable for every layer. */
  protected abstract void stopStore() throws Exception;

  /** Makes the store reachable again, with what was in it. */
  protected abstract void startStore() throws Exception;

  /** Overwrites a document that is there with what cannot be read, past every layer. */
  protected abstract void corrupt(DocumentKey key) throws Exception;

  /** Deletes a document that is there, past every layer. */
  protected abstract void delete(DocumentKey key) throws Exception;

  /** Ends the store of this test, when all its layers are closed. */
  protected void closeStore() throws Exception {}

  /** Returns how long an answer or a hint may take. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  @AfterEach
  final void closeLayersAndStore() throws Exception {
    for (LayerProbe probe : probes) {
      probe.layer().close();
    }
    closeStore();
  }

  @Test
  void aLayerTellsItsSessionWhenItIsConnected() throws Exception {
    LayerProbe a = probe();
    LayerProbe b = probe();
    assertNotEquals(0, a.connected());
    assertNotEquals(a.session(), b.connected(), "two layers have two sessions");
  }

  @Test
  void everyKindOfDocumentIsReadAsItWasWritten() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    Map<DocumentKey, Document> samples = SampleDocuments.oneOfEachKind();
    for (Map.Entry<DocumentKey, Document> sample : samples.entrySet()) {
      a.committed(new Transaction.Create(sample.getKey(), sample.getValue()));
    }
    Map<DocumentKey, Document> read = new HashMap<>();
    for (Stored stored : b.readAll()) {
      assertNull(stored.problem(), stored.key().path());
      read.put(stored.key(), stored.document());
    }
    assertEquals(samples, read);
  }

  @Test
  void theVersionOfAnAnswerIsTheOneToCompareNext() throws Exception {
    LayerProbe a = connected();
    Stored created = a.committed(new Transaction.Create(TERM, term(1))).get(0);
    assertEquals(0, created.version(), "a document begins with version 0");
    assertEquals(created.created(), created.modified());
    Stored set = a.committed(new Transaction.Set(TERM, created.version(), term(2))).get(0);
    assertEquals(1, set.version(), "a write raises the version by one");
    assertEquals(created.created(), set.created());
    assertTrue(set.modified() > created.modified(), "later writes have larger transactions");
    assertEquals(term(2), set.document());
    Stored again = a.committed(new Transaction.Set(TERM, set.version(), term(3))).get(0);
    assertEquals(List.of(again), a.readAll(), "an answer reads as the store does");
  }

  @Test
  void anAnswerHasWhatWasWrittenInTheOrderOfTheSteps() throws Exception {
    LayerProbe a = connected();
    a.committed(new Transaction.Create(TERM, term(1)));
    DocumentKey last = DocumentKey.fencing("node2");
    List<Stored> written =
        a.committed(
            new Transaction.Check(TERM, 0),
            new Transaction.Create(DocumentKey.node("node9"), node(true)),
            new Transaction.Set(TERM, 0, term(2)),
            new Transaction.Create(last, new FencingDocument(List.of())));
    assertEquals(
        List.of(DocumentKey.node("node9"), TERM, last), written.stream().map(Stored::key).toList());
    assertEquals(List.of(0, 1, 0), written.stream().map(Stored::version).toList());
    assertEquals(1, written.stream().map(Stored::modified).distinct().count());
    a.committed(new Transaction.Delete(last, 0));
    assertEquals(2, a.readAll().size());
  }

  @Test
  void aConflictNamesTheDocumentAndNothingIsWritten() throws Exception {
    LayerProbe a = connected();
    DocumentKey absent = DocumentKey.report(NODE);
    Stored first = a.committed(new Transaction.Create(TERM, term(1))).get(0);
    Document report = SampleDocuments.oneOfEachKind().get(absent);
    assertNotNull(report);
    List<Transaction.Step> wrong =
        List.of(
            new Transaction.Set(TERM, 1, term(2)),
            new Transaction.Set(TERM, -1, term(2)),
            new Transaction.Check(TERM, 7),
            new Transaction.Check(TERM, -1),
            new Transaction.Delete(TERM, 7),
            new Transaction.Delete(TERM, -1),
            new Transaction.Create(TERM, term(2)),
            new Transaction.Set(absent, 0, report),
            new Transaction.Check(absent, 0),
            new Transaction.Delete(absent, 0));
    for (Transaction.Step step : wrong) {
      Transaction.Step harmless = new Transaction.Create(DocumentKey.node(NODE), node(false));
      for (Transaction transaction :
          List.of(Transaction.of(step, harmless), Transaction.of(harmless, step))) {
        Input answer = a.commit(transaction);
        assertEquals(
            step.key(), a.as(Input.Conflicted.class, answer).key(), () -> "conflict of " + step);
        assertEquals(List.of(first), a.readAll(), () -> "nothing is written by " + step);
      }
    }
  }

  @Test
  void aMemberIsOwnedByItsSessionAndEverythingElseByNone() throws Exception {
    LayerProbe a = connected();
    for (Map.Entry<DocumentKey, Document> sample : SampleDocuments.oneOfEachKind().entrySet()) {
      DocumentKey key = sample.getKey();
      Stored stored = a.committed(new Transaction.Create(key, sample.getValue())).get(0);
      long owner = key.kind().isEphemeral() ? a.session() : 0;
      assertEquals(owner, stored.owner(), key.path());
    }
  }

  @Test
  void aMemberIsGoneWhenItsLayerWasClosed() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    a.committed(new Transaction.Create(DocumentKey.member(NODE), SampleDocuments.member()));
    b.hears(Input.Changed.class, hint -> hint.stored().key().equals(DocumentKey.member(NODE)));
    a.layer().close();
    b.hears(Input.Removed.class, hint -> hint.key().equals(DocumentKey.member(NODE)));
    assertEquals(List.of(), b.readAll());
    a.layer().close();
  }

  @Test
  void aMemberIsGoneWhenItsSessionHasEndedAndTheLayerHasANewSession() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    a.committed(new Transaction.Create(DocumentKey.member(NODE), SampleDocuments.member()));
    long former = a.session();
    expireSession(a.layer());
    a.hears(Input.Disconnected.class, hint -> true);
    assertNotEquals(former, a.connected());
    b.hears(Input.Removed.class, hint -> hint.key().equals(DocumentKey.member(NODE)));
    Stored again =
        a.committed(new Transaction.Create(DocumentKey.member(NODE), SampleDocuments.member()))
            .get(0);
    assertEquals(a.session(), again.owner());
  }

  @Test
  void aBrokenConnectionKeepsTheSessionAndItsMember() throws Exception {
    LayerProbe a = connected();
    Stored member =
        a.committed(new Transaction.Create(DocumentKey.member(NODE), SampleDocuments.member()))
            .get(0);
    long session = a.session();
    breakConnection(a.layer());
    a.hears(Input.Disconnected.class, hint -> true);
    assertEquals(session, a.connected());
    assertEquals(List.of(member), a.readAll());
  }

  @Test
  void requestsOfASessionTakeEffectInTheirOrder() throws Exception {
    LayerProbe a = connected();
    List<Long> requests = new ArrayList<>();
    requests.add(a.send(Transaction.of(new Transaction.Create(TERM, term(1)))));
    for (int i = 0; i < 50; i++) {
      requests.add(a.send(Transaction.of(new Transaction.Set(TERM, i, term(i + 2)))));
    }
    for (long request : requests) {
      a.as(Input.Committed.class, a.answer(request));
    }
  }

  @Test
  void aReadSeesWhatItsSessionAskedForBefore() throws Exception {
    LayerProbe a = connected();
    long write = a.send(Transaction.of(new Transaction.Create(TERM, term(1))));
    long read = a.sendRead(everything());
    a.as(Input.Committed.class, a.answer(write));
    assertEquals(1, a.as(Input.ReadDone.class, a.answer(read)).documents().size());
  }

  @Test
  void aReadSeesWhatAnotherSessionCommittedBefore() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    a.committed(new Transaction.Create(TERM, term(1)));
    for (int i = 0; i < 20; i++) {
      List<Stored> written = a.committed(new Transaction.Set(TERM, i, term(i + 2)));
      assertEquals(written, b.readAll());
    }
  }

  @Test
  void aReadHasWhatIsWithinTheInterestAndNothingElse() throws Exception {
    LayerProbe a = connected();
    for (String node : List.of(NODE, "node2")) {
      a.committed(new Transaction.Create(DocumentKey.lease(node), SampleDocuments.lease()));
    }
    a.committed(new Transaction.Create(DocumentKey.member("node2"), SampleDocuments.member()));
    long read = a.sendRead(new Effect.Interest(NODE, false));
    assertEquals(
        Set.of(DocumentKey.lease(NODE), DocumentKey.member("node2")),
        Set.copyOf(
            a.as(Input.ReadDone.class, a.answer(read)).documents().stream()
                .map(Stored::key)
                .toList()));
  }

  @Test
  void aWatchedDocumentIsToldOfUntilItsNewestContent() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    a.committed(new Transaction.Create(TERM, term(1)));
    for (int i = 0; i < 10; i++) {
      a.committed(new Transaction.Set(TERM, i, term(i + 2)));
    }
    b.hears(Input.Changed.class, hint -> term(11).equals(hint.stored().document()));
    a.committed(new Transaction.Delete(TERM, 10));
    b.hears(Input.Removed.class, hint -> hint.key().equals(TERM));
  }

  @Test
  void nothingIsToldOfWhatIsNotWatched() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watch(new Effect.Interest(NODE, false));
    a.committed(new Transaction.Create(DocumentKey.lease("node2"), SampleDocuments.lease()));
    a.committed(new Transaction.Create(TERM, term(1)));
    b.hears(Input.Changed.class, hint -> hint.stored().key().equals(TERM));
    b.hasNotHeard(DocumentKey.lease("node2"));
    b.watchAll();
    a.committed(new Transaction.Set(DocumentKey.lease("node2"), 0, SampleDocuments.lease()));
    b.hears(Input.Changed.class, hint -> hint.stored().key().equals(DocumentKey.lease("node2")));
  }

  @Test
  void aWatchGoesOnAfterABrokenConnection() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    breakConnection(b.layer());
    b.hears(Input.Disconnected.class, hint -> true);
    b.connected();
    b.readAll();
    a.committed(new Transaction.Create(TERM, term(1)));
    b.hears(Input.Changed.class, hint -> hint.stored().key().equals(TERM));
  }

  @Test
  void aWatchGoesOnInANewSession() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    expireSession(b.layer());
    b.hears(Input.Disconnected.class, hint -> true);
    b.connected();
    b.readAll();
    a.committed(new Transaction.Create(TERM, term(1)));
    b.hears(Input.Changed.class, hint -> hint.stored().key().equals(TERM));
  }

  @Test
  void aRefreshIsAnsweredAsIfEachDocumentHadChanged() throws Exception {
    LayerProbe a = connected();
    Stored there = a.committed(new Transaction.Create(TERM, term(1))).get(0);
    a.layer().execute(new Effect.Refresh(Set.of(TERM, DocumentKey.lease(NODE))));
    a.hears(Input.Changed.class, hint -> hint.stored().equals(there));
    a.hears(Input.Removed.class, hint -> hint.key().equals(DocumentKey.lease(NODE)));
  }

  @Test
  void anUnreadableDocumentComesAsAProblemAndCanBeOverwritten() throws Exception {
    LayerProbe a = connected();
    LayerProbe b = connected();
    b.watchAll();
    a.committed(new Transaction.Create(TERM, term(1)));
    a.committed(new Transaction.Create(DocumentKey.node(NODE), node(true)));
    corrupt(TERM);
    b.hears(Input.Changed.class, hint -> hint.stored().problem() != null);
    List<Stored> all = b.readAll();
    assertEquals(2, all.size(), "a document that cannot be read is there all the same");
    Stored garbage = all.stream().filter(s -> s.key().equals(TERM)).findFirst().orElseThrow();
    assertNull(garbage.document());
    assertNotNull(garbage.problem());
    a.committed(new Transaction.Set(TERM, garbage.version(), term(5)));
    b.hears(Input.Changed.class, hint -> term(5).equals(hint.stored().document()));
  }

  @Test
  void aDocumentThatSomebodyDeletedIsToldOfAsRemoved() throws Exception {
    LayerProbe a = connected();
    a.watchAll();
    a.committed(new Transaction.Create(TERM, term(1)));
    delete(TERM);
    a.hears(Input.Removed.class, hint -> hint.key().equals(TERM));
    assertEquals(List.of(), a.readAll());
    a.committed(new Transaction.Create(TERM, term(2)));
  }

  @Test
  void whatIsUnderWayWhenTheConnectionBreaksIsAnsweredOnceAndTruly() throws Exception {
    LayerProbe a = connected();
    Map<Long, DocumentKey> requests = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      DocumentKey key = DocumentKey.node("n" + i);
      requests.put(a.send(Transaction.of(new Transaction.Create(key, node(true)))), key);
      if (i == 100) {
        breakConnection(a.layer());
      }
    }
    List<DocumentKey> mustBeThere = new ArrayList<>();
    for (Map.Entry<Long, DocumentKey> request : requests.entrySet()) {
      Input answer = a.answer(request.getKey());
      if (answer instanceof Input.Committed) {
        mustBeThere.add(request.getValue());
      } else {
        a.as(Input.Uncertain.class, answer);
      }
    }
    LayerProbe b = connected();
    Set<DocumentKey> there = Set.copyOf(b.readAll().stream().map(Stored::key).toList());
    assertTrue(there.containsAll(mustBeThere), "what was committed is there");
    a.expectNoSecondAnswer();
  }

  @Test
  void whatIsAskedOfAStoreThatIsAwayIsAnsweredOnce() throws Exception {
    LayerProbe a = connected();
    a.committed(new Transaction.Create(TERM, term(1)));
    stopStore();
    a.hears(Input.Disconnected.class, hint -> true);
    long write = a.send(Transaction.of(new Transaction.Set(TERM, 0, term(2))));
    long read = a.sendRead(everything());
    startStore();
    a.connected();
    Input answer = a.answer(write);
    Input reading = a.answer(read);
    assertTrue(
        answer instanceof Input.Uncertain || answer instanceof Input.Committed, answer::toString);
    assertTrue(
        reading instanceof Input.ReadDone || reading instanceof Input.ReadFailed,
        reading::toString);
    Stored now = a.readAll().get(0);
    assertEquals(
        answer instanceof Input.Committed ? 1 : now.version(), now.version(), "told truly");
    a.committed(new Transaction.Set(TERM, now.version(), term(3)));
    a.expectNoSecondAnswer();
  }

  @Test
  void whatIsAskedBeforeTheFirstConnectionIsAnsweredOnce() throws Exception {
    ClusterLayer layer = newLayer();
    LayerProbe a = new LayerProbe(layer, patience());
    probes.add(a);
    layer.start(a::take);
    long request = a.send(Transaction.of(new Transaction.Create(TERM, term(1))));
    assertNotNull(a.answer(request));
    a.expectNoSecondAnswer();
  }

  @Test
  void closingTwiceOrBeforeStartingDoesNoHarm() throws Exception {
    ClusterLayer never = newLayer();
    never.close();
    never.close();
    LayerProbe a = connected();
    a.layer().close();
    a.layer().close();
  }

  private LayerProbe probe() throws Exception {
    ClusterLayer layer = newLayer();
    LayerProbe probe = new LayerProbe(layer, patience());
    probes.add(probe);
    layer.start(probe::take);
    return probe;
  }

  private LayerProbe connected() throws Exception {
    LayerProbe probe = probe();
    probe.connected();
    return probe;
  }

  private static Effect.Interest everything() {
    return new Effect.Interest(NODE, true);
  }

  private static TermDocument term(long term) {
    return new TermDocument(term, NODE, "a");
  }

  private static NodeDocument node(boolean standby) {
    return new NodeDocument(standby, false, new TreeMap<>(), null);
  }
}
