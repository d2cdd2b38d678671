package io.pacekeeper.zookeeper;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/** The cluster layer for somebody who waits for each answer. Safe for use by several threads. */
final class BlockingLayer implements AutoCloseable {
  private final ZooKeeperOptions options;
  private final Duration timeout;
  private final ZooKeeperLayer layer;
  private final AtomicLong requests = new AtomicLong();
  private final ConcurrentMap<Long, CompletableFuture<Input.FromLayer>> waiting =
      new ConcurrentHashMap<>();
  private volatile CompletableFuture<Void> connected = new CompletableFuture<>();
  private volatile Runnable onChange = () -> {};

  BlockingLayer(ZooKeeperOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
    this.layer = new ZooKeeperLayer(options);
  }

  /**
   * Connects.
   *
   * @throws HaException if that takes too long
   */
  void connect() {
    layer.start(this::take);
    awaitConnected();
  }

  /** Waits until there is a connection. */
  void awaitConnected() {
    await(connected, "ZooKeeper at " + options.connectString() + " cannot be reached");
  }

  /** Returns the handle. */
  ZooKeeper connected() {
    ZooKeeper zooKeeper = layer.connected();
    if (zooKeeper == null) {
      throw new HaException(noAnswer());
    }
    return zooKeeper;
  }

  Trouble trouble() {
    return layer.trouble();
  }

  /** Returns that this is nobody to the cluster. */
  String notAuthorized() {
    return layer.trouble().describe(Code.NOAUTH);
  }

  /** Reads who may do what. */
  KnownAccess.Known learnAccess() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ZooKeeper zooKeeper = connected();
    zooKeeper.sync(options.paths().root(), (rc, path, ctx) -> {}, null);
    layer
        .access()
        .read(
            zooKeeper,
            code -> {
              if (code == Code.OK) {
                done.complete(null);
              } else {
                done.completeExceptionally(new HaException(layer.trouble().describe(code)));
              }
            });
    await(done, noAnswer());
    return layer.access().get();
  }

  /** Returns who this is to ZooKeeper, each as scheme, colon and name; nobody if it cannot say. */
  List<String> whoAmI() {
    ZooKeeper zooKeeper = connected();
    CompletableFuture<List<String>> names =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return zooKeeper.whoAmI().stream()
                    .map(info -> info.getAuthScheme() + ":" + info.getUser())
                    .toList();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.<String>of();
              }
            });
    return await(names, noAnswer());
  }

  /** Reads everything, again if the connection was interrupted meanwhile. */
  List<Stored> read() {
    Input.FromLayer answer = askToRead();
    if (!(answer instanceof Input.ReadDone) && layer.connected() == null) {
      awaitConnected();
      answer = askToRead();
    }
    if (answer instanceof Input.ReadDone done) {
      return done.documents();
    }
    throw new HaException(
        answer instanceof Input.ReadFailed failed ? failed.reason() : answer.toString());
  }

  private Input.FromLayer askToRead() {
    return ask(request -> new Effect.Read(request, new Interest("", true)));
  }

  /** Writes all of a transaction or nothing, once. */
  Input.FromLayer commit(Transaction transaction) {
    return ask(request -> new Effect.Commit(request, transaction));
  }

  /** Has a callback called, from now on, whenever anything may have changed. */
  void watch(Runnable callback) {
    onChange = callback;
    layer.execute(new Effect.Watch(new Interest("", true)));
  }

  /** Begins to follow the cluster, by another connection. */
  LiveCluster follow() {
    return new LiveCluster(options, timeout);
  }

  /** Returns the names of the clusters that are beside this one. */
  List<String> clusters() {
    ZooKeeper zooKeeper = connected();
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    zooKeeper.getChildren(
        options.chroot(),
        false,
        (rc, path, ctx, children) -> {
          Code code = Code.get(rc);
          if (code == Code.OK || code == Code.NONODE) {
            names.complete(children == null ? List.of() : children);
          } else {
            names.completeExceptionally(new HaException(layer.trouble().describe(code)));
          }
        },
        null);
    return await(names, noAnswer()).stream()
        .filter(name -> Paths.isNode(name) && !name.equals("zookeeper"))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    layer.close();
  }

  private Input.FromLayer ask(LongFunction<Effect.ToLayer> effect) {
    long request = requests.incrementAndGet();
    CompletableFuture<Input.FromLayer> answer = new CompletableFuture<>();
    waiting.put(request, answer);
    try {
      layer.execute(effect.apply(request));
      return await(answer, noAnswer());
    } finally {
      waiting.remove(request);
    }
  }

  private String noAnswer() {
    return "ZooKeeper at " + options.connectString() + " does not answer";
  }

  private <T> T await(CompletableFuture<T> future, String complaint) {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HaException(complaint + " within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HaException told ? told : new HaException(complaint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HaException(complaint + ": interrupted while waiting", e);
    }
  }

  private void take(Input.FromLayer input) {
    if (input instanceof Input.Connected) {
      connected.complete(null);
      onChange.run();
    } else if (input instanceof Input.Disconnected) {
      connected = new CompletableFuture<>();
    } else if (input instanceof Input.NotAdmitted refusal) {
      connected.completeExceptionally(new HaException(refusal.reason()));
    } else if (input instanceof Input.Changed || input instanceof Input.Removed) {
      onChange.run();
    } else if (input instanceof Input.Committed committed) {
      answer(committed.request(), input);
    } else if (input instanceof Input.Conflicted conflicted) {
      answer(conflicted.request(), input);
    } else if (input instanceof Input.Refused refused) {
      answer(refused.request(), input);
    } else if (input instanceof Input.Uncertain uncertain) {
      answer(uncertain.request(), input);
    } else if (input instanceof Input.ReadDone done) {
      answer(done.request(), input);
    } else if (input instanceof Input.ReadFailed failed) {
      answer(failed.request(), input);
    }
  }

  private void answer(long request, Input.FromLayer input) {
    CompletableFuture<Input.FromLayer> asked = waiting.get(request);
    if (asked != null) {
      asked.complete(input);
    }
  }
}
