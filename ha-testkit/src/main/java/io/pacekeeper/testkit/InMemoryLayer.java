package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.runtime.ClusterLayer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster layer on an {@link InMemoryStore}: one client with its session and its connection.
 *
 * <p>It behaves as ZooKeeper's client does: what was sent when the connection breaks is uncertain
 * and may still happen until the session is connected again or has ended; a session that has ended
 * is followed by a new one.
 */
public final class InMemoryLayer implements ClusterLayer {
  private final InMemoryStore store;
  private final Timeline timeline;
  private final Conditions conditions;
  private final String name;
  private final Deque<Effect.ToLayer> sent = new ArrayDeque<>();
  private final Deque<Effect.ToLayer> waiting = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Consumer<? super Input.FromLayer> mailbox = input -> {};
  private @Nullable Connection connection;
  private Effect.@Nullable Interest interest;
  private volatile long session;
  private long seen;
  private int attempts;
  private long unreachableUntil = Long.MIN_VALUE;
  private boolean closing;
  private volatile boolean started;

  InMemoryLayer(InMemoryStore store, Timeline timeline, String name) {
    this.store = store;
    this.timeline = timeline;
    this.conditions = store.conditions();
    this.name = name;
  }

  @Override
  public void start(Consumer<? super Input.FromLayer> mailbox) {
    if (started) {
      throw new IllegalStateException("the layer was started before");
    }
    started = true;
    this.mailbox = mailbox;
    timeline.after(conditions.connectNanos(), this::connect);
  }

  @Override
  public void execute(Effect.ToLayer effect) {
    timeline.after(0, () -> accept(effect));
  }

  @Override
  public void close() {
    timeline.after(0, this::leave);
    if (started && timeline instanceof ThreadedTimeline) {
      try {
        closed.await(2, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns the session that the layer has or had last; 0 if it never had one. */
  public long session() {
    return session;
  }

  /** Breaks the connection; the layer connects again by itself, with the same session. */
  public void breakConnection() {
    timeline.after(0, () -> breakConnection(0, 0, 0, 0));
  }

  /** Ends without a word, as a process does that is killed: its session is left to expire. */
  public void crash() {
    timeline.after(0, this::abandon);
  }

  String name() {
    return name;
  }

  Timeline timeline() {
    return timeline;
  }

  boolean isConnected() {
    return connection != null;
  }

  @Nullable Connection connection() {
    return connection;
  }

  /**
   * Breaks the connection.
   *
   * @param toServerNanos for how long requests under way still arrive
   * @param toClientNanos for how long answers under way still arrive
   * @param noticedNanos after how long the client notices
   * @param unreachableNanos for how long it cannot connect again
   */
  void breakConnection(
      long toServerNanos, long toClientNanos, long noticedNanos, long unreachableNanos) {
    unreachableUntil = Math.max(unreachableUntil, store.timeline().nanos() + unreachableNanos);
    Connection broken = connection;
    if (broken != null) {
      broken.cut(toServerNanos, toClientNanos);
      store.fallSilent(broken.session());
      timeline.after(noticedNanos, () -> broken(broken));
    }
  }

  /**
   * Hears nothing any more, while what it sends still arrives, until it takes the connection for
   * broken.
   *
   * @param noticedNanos after how long it does
   * @param unreachableNanos for how long it cannot connect again, from now on
   */
  void deafen(long noticedNanos, long unreachableNanos) {
    unreachableUntil = Math.max(unreachableUntil, store.timeline().nanos() + unreachableNanos);
    Connection deaf = connection;
    if (deaf != null) {
      deaf.cutToClient();
      timeline.after(
          noticedNanos,
          () -> {
            if (deaf == connection) {
              breakConnection(0, 0, 0, 0);
            }
          });
    }
  }

  /** Can be connected again from now on. */
  void makeReachable() {
    unreachableUntil = Long.MIN_VALUE;
  }

  /** Sends nothing from now on, because its process is stopped. */
  void pause() {
    if (connection != null) {
      store.fallSilent(connection.session());
    }
  }

  /** Sends again. */
  void resume() {
    if (connection != null && connection.isHeard()) {
      store.hear(connection.session());
    }
  }

  /**
   * Gives up the session without ending it, as a client does that is made anew.
   *
   * @param arrivesAfterNanos for how long what was asked for is still under way
   */
  void forgetSession(long arrivesAfterNanos) {
    Connection forgotten = connection;
    if (forgotten != null) {
      hold(arrivesAfterNanos);
      store.fallSilent(forgotten.session());
      broken(forgotten);
    }
    session = 0;
    seen = 0;
  }

  /** Holds the requests that are under way, or are sent soon, for that long; they are not lost. */
  void hold(long nanos) {
    if (connection != null) {
      connection.hold(nanos);
    }
  }

  /** Hears an answer or a hint of its connection. */
  void received(
      Connection from, Effect.@Nullable ToLayer request, Input.FromLayer input, long zxid) {
    if (from != connection) {
      return;
    }
    seen = Math.max(seen, zxid);
    if (request != null && !sent.removeFirstOccurrence(request)) {
      throw new IllegalStateException("answered twice: " + request);
    }
    mailbox.accept(input);
  }

  /** Notices that a connection is no more: what was sent on it is uncertain. */
  void broken(Connection lost) {
    if (lost != connection) {
      return;
    }
    connection = null;
    List<Effect.ToLayer> uncertain = new ArrayList<>(sent);
    sent.clear();
    uncertain.forEach(this::fail);
    mailbox.accept(new Input.Disconnected());
    attempts = 0;
    timeline.after(conditions.connectNanos(), this::connect);
  }

  /** Ends without a word; what is under way may still arrive. */
  void abandon() {
    closing = true;
    Connection former = connection;
    connection = null;
    if (former != null) {
      store.fallSilent(former.session());
    }
    closed.countDown();
  }

  private void accept(Effect.ToLayer effect) {
    if (closing) {
      return;
    }
    if (effect instanceof Effect.Watch watch) {
      interest = watch.interest();
    }
    Connection current = connection;
    if (current != null) {
      if (isAnswered(effect)) {
        sent.add(effect);
      }
      current.send(effect);
    } else if (isAnswered(effect)) {
      if (conditions.failsAtOnce()) {
        fail(effect);
      } else {
        waiting.add(effect);
      }
    }
  }

  private void connect() {
    if (closing || connection != null) {
      return;
    }
    List<Replica> replicas = store.replicas();
    Replica replica = replicas.get(Math.floorMod(attempts++ + name.hashCode(), replicas.size()));
    InMemoryStore.Attachment attachment =
        store.timeline().nanos() < unreachableUntil
            ? new InMemoryStore.Attachment(null, false)
            : store.attach(this, session, seen, replica);
    Connection made = attachment.connection();
    if (made != null) {
      connected(made);
      return;
    }
    if (attachment.expired()) {
      session = 0;
      seen = 0;
    }
    failWaiting();
    timeline.after(conditions.connectNanos(), this::connect);
  }

  private void connected(Connection made) {
    connection = made;
    session = made.session().id();
    Effect.Interest wanted = interest;
    if (wanted != null) {
      made.send(new Effect.Watch(wanted));
    }
    mailbox.accept(new Input.Connected(session));
    List<Effect.ToLayer> queued = new ArrayList<>(waiting);
    waiting.clear();
    queued.forEach(this::accept);
  }

  private void failWaiting() {
    List<Effect.ToLayer> failed = new ArrayList<>(waiting);
    waiting.clear();
    failed.forEach(this::fail);
  }

  private void fail(Effect.ToLayer request) {
    if (request instanceof Effect.Commit commit) {
      mailbox.accept(new Input.Uncertain(commit.request()));
    } else if (request instanceof Effect.Read read) {
      mailbox.accept(new Input.ReadFailed(read.request(), "the connection was lost"));
    }
  }

  private static boolean isAnswered(Effect.ToLayer effect) {
    return effect instanceof Effect.Commit || effect instanceof Effect.Read;
  }

  private void leave() {
    if (closing) {
      return;
    }
    closing = true;
    Connection last = connection;
    connection = null;
    sent.clear();
    waiting.clear();
    if (last == null) {
      closed.countDown();
    } else {
      last.sendEnd(closed::countDown);
    }
  }
}
