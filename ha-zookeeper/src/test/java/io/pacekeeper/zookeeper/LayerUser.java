package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.ZooKeeper;

/** Uses a ZooKeeper layer as a controller does, and keeps everything it is told. */
final class LayerUser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(5);

  private final ZooKeeperLayer layer;
  private final AtomicLong requests = new AtomicLong();
  private final Map<Long, List<Input.FromLayer>> answers = new ConcurrentHashMap<>();
  private final List<Input.FromLayer> hints = new CopyOnWriteArrayList<>();

  /** The session, or 0 while there is no connection. */
  private volatile long session;

  private volatile boolean disconnected;

  LayerUser(ZooKeeperOptions options) {
    layer = new ZooKeeperLayer(options);
  }

  LayerUser connect() {
    layer.start(this::take);
    awaitConnected();
    return this;
  }

  long awaitConnected() {
    await().atMost(PATIENCE).until(() -> session != 0);
    return session;
  }

  void awaitDisconnected() {
    await().atMost(PATIENCE).until(() -> session == 0);
  }

  /** Returns whether it was without a connection since it had one. */
  boolean wasDisconnected() {
    return disconnected;
  }

  long session() {
    return session;
  }

  /** Waits until the layer knows that somebody has a role, or nobody. */
  void awaitAccess(Role role, boolean anybody) {
    await()
        .atMost(PATIENCE)
        .until(() -> layer.access().lists().document().of(role).isEmpty() != anybody);
  }

  /** Returns who may do what, as the layer knows it. */
  KnownAccess.Known access() {
    return layer.access().get();
  }

  /** Commits as often as somebody else is faster. */
  void commitUntilDone(Transaction.Step step) {
    await().atMost(PATIENCE).until(() -> commit(step) instanceof Input.Committed);
  }

  ZooKeeper handle() {
    return layer.connected();
  }

  long send(Transaction transaction) {
    long request = requests.incrementAndGet();
    layer.execute(new Effect.Commit(request, transaction));
    return request;
  }

  long read() {
    return read(new Interest("node1", true));
  }

  long read(Interest interest) {
    long request = requests.incrementAndGet();
    layer.execute(new Effect.Read(request, interest));
    return request;
  }

  void refresh(DocumentKey key) {
    layer.execute(new Effect.Refresh(Set.of(key)));
  }

  void watch(Interest interest) {
    layer.execute(new Effect.Watch(interest));
  }

  Input commit(Transaction.Step... steps) {
    return answer(send(Transaction.of(steps)));
  }

  List<Stored> committed(Transaction.Step... steps) {
    Input answer = commit(steps);
    assertThat(answer).isInstanceOf(Input.Committed.class);
    return ((Input.Committed) answer).written();
  }

  List<Stored> readAll() {
    Input answer = answer(read());
    assertThat(answer).isInstanceOf(Input.ReadDone.class);
    return ((Input.ReadDone) answer).documents();
  }

  Input.FromLayer answer(long request) {
    if (answers(request) == 0) {
      await().atMost(PATIENCE).pollInterval(POLL).until(() -> answers(request) > 0);
    }
    return answers.get(request).get(0);
  }

  int answers(long request) {
    return answers.getOrDefault(request, List.of()).size();
  }

  List<Input.FromLayer> hints() {
    return hints;
  }

  @Override
  public void close() {
    layer.close();
  }

  private void take(Input.FromLayer input) {
    if (input instanceof Input.Connected connected) {
      session = connected.session();
    } else if (input instanceof Input.Disconnected) {
      session = 0;
      disconnected = true;
    } else if (input instanceof Input.Committed committed) {
      answered(committed.request(), input);
    } else if (input instanceof Input.Conflicted conflicted) {
      answered(conflicted.request(), input);
    } else if (input instanceof Input.Refused refused) {
      answered(refused.request(), input);
    } else if (input instanceof Input.Uncertain uncertain) {
      answered(uncertain.request(), input);
    } else if (input instanceof Input.ReadDone done) {
      answered(done.request(), input);
    } else if (input instanceof Input.ReadFailed failed) {
      answered(failed.request(), input);
    } else {
      hints.add(input);
    }
  }

  private void answered(long request, Input.FromLayer input) {
    answers.computeIfAbsent(request, r -> new CopyOnWriteArrayList<>()).add(input);
  }
}
