package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.testkit.invariant.Happening.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to a server, seen from the server. Answers leave in the order of the
 * requests.
 */
final class Connection {
  /** An answer that may leave when the server knows that transaction. */
  private record Answer(Effect.ToLayer request, long zxid, Input.@Nullable FromLayer input) {}

  private final InMemoryStore store;
  private final Timeline timeline;
  private final Conditions conditions;
  private final Session session;
  private final Replica replica;
  private final InMemoryLayer client;
  private final Channel toServer;
  private final Channel toClient;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Deque<Effect.ToLayer> stalled = new ArrayDeque<>();
  private final Set<DocumentKey> dirty = new LinkedHashSet<>();
  private Effect.@Nullable Interest watched;
  private boolean reading;
  private boolean severed;
  private boolean open = true;

  Connection(InMemoryStore store, Session session, Replica replica, InMemoryLayer client) {
    this.store = store;
    this.timeline = store.timeline();
    this.conditions = store.conditions();
    this.session = session;
    this.replica = replica;
    this.client = client;
    this.toServer = new Channel(timeline, timeline);
    this.toClient = new Channel(timeline, client.timeline());
    replica.attach(this);
  }

  Session session() {
    return session;
  }

  Replica replica() {
    return replica;
  }

  boolean isOpen() {
    return open;
  }

  /** Sends a request, from the client. */
  void send(Effect.ToLayer request) {
    toServer.send(conditions.requestNanos(client.name()), () -> receive(request));
  }

  /** Sends the end of the session, from the client. */
  void sendEnd(Runnable ended) {
    toServer.send(
        conditions.requestNanos(client.name()),
        () -> {
          if (isServed()) {
            store.end(session);
          } else {
            store.fallSilent(session);
          }
          ended.run();
        });
  }

  /** Returns whether the servers hear of the client, as long as it sends something. */
  boolean isHeard() {
    return open && !severed && !replica.isCutOff();
  }

  /** Loses what does not arrive within these times. */
  void cut(long toServerGraceNanos, long toClientGraceNanos) {
    severed = true;
    toServer.cut(toServerGraceNanos);
    toClient.cut(toClientGraceNanos);
  }

  /** Loses every answer and every event that has not arrived by now; requests go on arriving. */
  void cutToClient() {
    toClient.cut(0);
  }

  /** Holds the requests that are under way for that long; they are not lost. */
  void hold(long nanos) {
    toServer.hold(nanos);
  }

  /** Forgets the client; it is told unless it cannot be reached. */
  void close() {
    if (open) {
      open = false;
      replica.detach(this);
      toClient.send(conditions.replyNanos(client.name()), () -> client.broken(this));
    }
  }

  /** Loses what was not committed, and closes. */
  void lose() {
    stalled.clear();
    close();
  }

  /** Hears of what the server has learnt. */
  void applied(StoreLog.Entry entry) {
    for (Change change : entry.changes()) {
      hint(change.key());
    }
    answer();
  }

  /** Has the first of the requests that were never committed happen after all, late. */
  void recover() {
    int survivors = conditions.survivors(stalled.size());
    for (int i = 0; i < survivors; i++) {
      if (stalled.removeFirst() instanceof Effect.Commit commit) {
        store.commit(session, commit.transaction());
      }
    }
    stalled.clear();
  }

  /**
   * Returns whether the server answers without anybody else, although that proves nothing: a plain
   * read, and a sync if it takes itself for the leader still. What a session has asked for before
   * has to be done first.
   */
  private boolean isAnsweredAlone(Effect.ToLayer request) {
    return request instanceof Effect.Refresh
        || (request instanceof Effect.Read && replica.isDeposed());
  }

  private boolean isServed() {
    return open && store.hasQuorum() && !replica.isCutOff();
  }

  private void receive(Effect.ToLayer request) {
    if (!open) {
      return;
    }
    if (request instanceof Effect.Watch watch) {
      watched = watch.interest();
    } else if (!isServed()) {
      if (stalled.isEmpty() && isAnsweredAlone(request)) {
        answers.add(new Answer(request, 0, null));
        answer();
      } else {
        stalled.add(request);
      }
    } else if (request instanceof Effect.Commit commit) {
      receive(commit);
    } else if (request instanceof Effect.Read) {
      long newest = conditions.syncIsStale() ? 0 : store.zxid();
      answers.add(new Answer(request, newest, null));
      answer();
    } else if (request instanceof Effect.Refresh) {
      answers.add(new Answer(request, 0, null));
      answer();
    }
  }

  private void receive(Effect.Commit commit) {
    StoreLog.Outcome outcome = store.commit(session, commit.transaction());
    DocumentKey conflict = outcome.conflict();
    Input.FromLayer input =
        conflict == null
            ? new Input.Committed(commit.request(), outcome.written())
            : new Input.Conflicted(commit.request(), conflict);
    long known = conflict == null ? outcome.zxid() : 0;
    answers.add(new Answer(commit, known, input));
    answer();
  }

  private void answer() {
    while (open
        && !reading
        && !answers.isEmpty()
        && answers.getFirst().zxid() <= replica.applied()) {
      Answer answer = answers.removeFirst();
      if (answer.request() instanceof Effect.Read read) {
        beginRead(read);
      } else if (answer.request() instanceof Effect.Refresh refresh) {
        refresh.keys().stream().sorted().forEach(this::tell);
      } else {
        Input.FromLayer input = answer.input();
        if (input != null) {
          reply(answer.request(), input);
        }
      }
    }
  }

  /** Reads one half of the documents now and the other half later, as single reads would. */
  private void beginRead(Effect.Read read) {
    long torn = conditions.tornReadNanos();
    if (torn == 0) {
      reply(read, new Input.ReadDone(read.request(), snapshot(read.interest(), List.of())));
      return;
    }
    reading = true;
    List<Stored> first = new ArrayList<>();
    List<Stored> all = snapshot(read.interest(), List.of());
    for (int i = 0; i < all.size(); i += 2) {
      first.add(all.get(i));
    }
    timeline.after(
        torn,
        () -> {
          reading = false;
          if (open) {
            reply(read, new Input.ReadDone(read.request(), snapshot(read.interest(), first)));
            answer();
          }
        });
  }

  private List<Stored> snapshot(Effect.Interest interest, List<Stored> readBefore) {
    List<Stored> documents = new ArrayList<>(readBefore);
    for (DocumentKey key : replica.keys()) {
      Stored stored = replica.get(key);
      if (stored != null
          && interest.includes(key)
          && readBefore.stream().noneMatch(before -> before.key().equals(key))) {
        documents.add(stored);
      }
    }
    return documents;
  }

  private void hint(DocumentKey key) {
    if (watched == null || !watched.includes(key) || conditions.hintIsLost(client.name(), key)) {
      return;
    }
    dirty.add(key);
    if (dirty.size() == 1) {
      timeline.after(conditions.hintNanos(), this::tellHints);
    }
  }

  private void tellHints() {
    List<DocumentKey> keys = new ArrayList<>(dirty);
    dirty.clear();
    if (open) {
      keys.forEach(this::tell);
    }
  }

  private void tell(DocumentKey key) {
    Stored stored = replica.get(key);
    reply(null, stored == null ? new Input.Removed(key) : new Input.Changed(stored));
  }

  private void reply(Effect.@Nullable ToLayer request, Input.FromLayer input) {
    long seen = replica.applied();
    toClient.send(
        conditions.replyNanos(client.name()), () -> client.received(this, request, input, seen));
  }
}
