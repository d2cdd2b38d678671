package io.pacekeeper.testkit;

import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that behaves as ZooKeeper does: a leader with one log of transactions, servers
 * that follow it, sessions that the servers end when they have not heard of them for too long.
 *
 * <p>Documents are kept as values, so that nothing depends on how they are encoded. What an
 * administrator may do by accident can be done here: {@link #corrupt} and {@link #delete}.
 *
 * <p>A store that was made by {@link #create} does everything on one daemon thread of its own and
 * in real time; its methods may be called on any thread and return when what they do has been done.
 */
public final class InMemoryStore implements AutoCloseable {
  private static final long BEGINNING_OF_SESSIONS = 0x1000;

  private final Timeline timeline;
  private final Conditions conditions;
  private final long sessionTimeoutNanos;
  private final StoreLog log = new StoreLog();
  private final List<Replica> replicas = new ArrayList<>();
  private final Map<Long, Session> sessions = new TreeMap<>();
  private final List<Consumer<? super StoreLog.Entry>> observers = new ArrayList<>();
  private long sessionsBegun = BEGINNING_OF_SESSIONS;
  private int clients;
  private boolean quorum = true;
  private boolean accepting = true;

  InMemoryStore(Timeline timeline, Conditions conditions, Duration sessionTimeout) {
    this.timeline = timeline;
    this.conditions = conditions;
    this.sessionTimeoutNanos = sessionTimeout.toNanos();
    for (int i = 0; i < conditions.replicas(); i++) {
      replicas.add(new Replica(timeline, conditions));
    }
  }

  /** Makes an empty store of one server, in real time. */
  public static InMemoryStore create(Duration sessionTimeout) {
    return new InMemoryStore(new ThreadedTimeline(), new Conditions(), sessionTimeout);
  }

  /** Makes a cluster layer on this store, for one node. */
  public InMemoryLayer newLayer() {
    return new InMemoryLayer(this, timeline, "client" + clients++);
  }

  /** Returns a document as it is now, or null if it is not there. */
  public @Nullable Stored read(DocumentKey key) {
    return done(() -> log.get(key));
  }

  /** Returns every document as it is now. */
  public List<Stored> readAll() {
    return done(() -> List.copyOf(log.documents().values()));
  }

  /** Writes a document whatever is there. */
  public void write(DocumentKey key, Document document) {
    done(() -> publish(log.put(key, document, null)));
  }

  /** Makes a document unreadable, as an administrator's accident does. */
  public void corrupt(DocumentKey key, String problem) {
    done(() -> publish(log.put(key, null, problem)));
  }

  /** Deletes a document, as an administrator's accident does. */
  public void delete(DocumentKey key) {
    done(() -> publish(log.remove(key)));
  }

  /** Ends a session as if the servers had not heard of it for too long. */
  public void expire(long session) {
    done(
        () -> {
          Session known = sessions.get(session);
          if (known != null) {
            end(known);
          }
          return null;
        });
  }

  /** Takes the servers away: nothing is written, and connections break. */
  public void stop() {
    done(
        () -> {
          loseQuorum();
          dropConnections();
          return null;
        });
  }

  /** Brings the servers back; sessions have as long as at their beginning to be heard of. */
  public void restart() {
    done(
        () -> {
          regainQuorum();
          return null;
        });
  }

  /** Ends everything without a word; layers hear nothing any more. */
  @Override
  public void close() {
    if (timeline instanceof ThreadedTimeline threaded) {
      threaded.close();
    }
  }

  Timeline timeline() {
    return timeline;
  }

  Conditions conditions() {
    return conditions;
  }

  long sessionTimeoutNanos() {
    return sessionTimeoutNanos;
  }

  List<Replica> replicas() {
    return replicas;
  }

  long zxid() {
    return log.zxid();
  }

  boolean hasQuorum() {
    return quorum;
  }

  /** Returns the name of the client that a session belongs or belonged to, or null. */
  @Nullable String clientOf(long session) {
    Session known = sessions.get(session);
    return known == null ? null : known.client();
  }

  /** Tells of every transaction that changes something, as the leader commits it. */
  void observe(Consumer<? super StoreLog.Entry> observer) {
    observers.add(observer);
  }

  /** The leader's documents; only for whoever is on the store's thread. */
  StoreLog log() {
    return log;
  }

  StoreLog.Outcome commit(Session session, Transaction transaction) {
    if (!session.isAlive()) {
      throw new IllegalStateException("session " + session.id() + " has ended");
    }
    StoreLog.Outcome outcome = log.apply(transaction, session.id());
    if (outcome.entry() != null) {
      publish(outcome.entry());
    }
    return outcome;
  }

  /**
   * What became of an attempt to connect: a connection, or a session that has ended, or nothing.
   */
  record Attachment(@Nullable Connection connection, boolean expired) {}

  /** Connects a client, with a new session if it has none. */
  Attachment attach(InMemoryLayer client, long sessionId, long seen, Replica replica) {
    if (!quorum || !accepting || replica.isCutOff() || replica.applied() < seen) {
      return new Attachment(null, false);
    }
    Session session = sessionId == 0 ? begin(client) : sessions.get(sessionId);
    if (session == null || !session.isAlive()) {
      return new Attachment(null, true);
    }
    Connection connection = new Connection(this, session, replica, client);
    session.moveTo(connection);
    return new Attachment(connection, false);
  }

  /** Has heard of a session again that had fallen silent. */
  void hear(Session session) {
    session.hear();
  }

  /** Hears nothing of a session from now on, and ends it when that has lasted for too long. */
  void fallSilent(Session session) {
    if (!session.isAlive() || !session.isHeard()) {
      return;
    }
    expireAfter(session, sessionTimeoutNanos - conditions.unheardNanos(sessionTimeoutNanos));
  }

  void end(Session session) {
    if (session.isAlive()) {
      session.end();
      publish(log.end(session.id()));
      Connection connection = session.connection();
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** Commits nothing any more; whoever is connected does not know that yet. */
  void loseQuorum() {
    quorum = false;
    accepting = false;
  }

  /** Breaks every connection and accepts none. */
  void dropConnections() {
    for (Replica replica : replicas) {
      replica.connections().forEach(Connection::close);
    }
  }

  /** Breaks every connection, unless there is a quorum again. */
  void dropIfWithoutQuorum() {
    if (!quorum) {
      dropConnections();
    }
  }

  /**
   * Cuts a server off from the leader: it serves what it knows, and hears and forwards nothing.
   *
   * @param wasLeader whether it was the leader, and takes itself for that still
   */
  void cutOff(Replica replica, boolean wasLeader) {
    replica.cutOff(wasLeader);
    replica.connections().forEach(connection -> fallSilent(connection.session()));
  }

  /** Brings a server back: it catches up, and whoever was connected to it has to connect again. */
  void heal(Replica replica) {
    if (replica.isCutOff()) {
      replica.heal();
      replica.connections().forEach(Connection::lose);
    }
  }

  /** Elects a leader: what survived the former one happens, and every session begins anew. */
  void regainQuorum() {
    if (quorum) {
      return;
    }
    quorum = true;
    accepting = true;
    for (Session session : sessions.values()) {
      if (session.isAlive()) {
        Connection connection = session.connection();
        if (connection != null) {
          connection.recover();
          connection.close();
        }
        session.hear();
        expireAfter(session, sessionTimeoutNanos);
      }
    }
  }

  private void expireAfter(Session session, long nanos) {
    long silence = session.fallSilent();
    timeline.after(
        nanos + conditions.expirySlackNanos(),
        () -> {
          if (quorum && session.isSilentSince(silence)) {
            end(session);
          }
        });
  }

  private Session begin(InMemoryLayer client) {
    Session session = new Session(++sessionsBegun, client.name());
    sessions.put(session.id(), session);
    publish(log.begin(session.id()));
    return session;
  }

  private StoreLog.Entry publish(StoreLog.Entry entry) {
    for (Consumer<? super StoreLog.Entry> observer : observers) {
      observer.accept(entry);
    }
    for (Replica replica : replicas) {
      replica.follow(entry);
    }
    return entry;
  }

  /** Does something on the store's thread, and waits for it. */
  private <T extends @Nullable Object> T done(Supplier<T> action) {
    if (!(timeline instanceof ThreadedTimeline)) {
      return action.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    timeline.after(
        0,
        () -> {
          try {
            result.complete(action.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result.join();
  }
}
