package io.pacekeeper.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.runtime.ClusterLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A controller's place at a cluster layer: asks, and keeps what it is told. */
final class LayerProbe {
  private final ClusterLayer layer;
  private final Duration patience;
  private final BlockingQueue<Input.FromLayer> mailbox = new LinkedBlockingQueue<>();
  private final Map<Long, Input.FromLayer> answers = new HashMap<>();
  private final List<Input.FromLayer> unheard = new ArrayList<>();
  private final List<Input.FromLayer> heard = new ArrayList<>();
  private long requests;
  private long session;

  LayerProbe(ClusterLayer layer, Duration patience) {
    this.layer = layer;
    this.patience = patience;
  }

  ClusterLayer layer() {
    return layer;
  }

  long session() {
    return session;
  }

  /** Takes what the layer tells, on whatever thread. */
  void take(Input.FromLayer input) {
    mailbox.add(input);
  }

  /** Waits until the layer is connected, and returns its session. */
  long connected() {
    session = hears(Input.Connected.class, connected -> true).session();
    return session;
  }

  long send(Transaction transaction) {
    layer.execute(new Effect.Commit(++requests, transaction));
    return requests;
  }

  long sendRead(Effect.Interest interest) {
    layer.execute(new Effect.Read(++requests, interest));
    return requests;
  }

  Input commit(Transaction transaction) {
    return answer(send(transaction));
  }

  List<Stored> committed(Transaction.Step... steps) {
    Transaction transaction = Transaction.of(steps);
    return as(Input.Committed.class, commit(transaction)).written();
  }

  List<Stored> readAll() {
    long read = sendRead(new Effect.Interest("node1", true));
    return as(Input.ReadDone.class, answer(read)).documents();
  }

  /** Watches, and returns when the watch is there for sure. */
  void watch(Effect.Interest interest) {
    layer.execute(new Effect.Watch(interest));
    readAll();
  }

  void watchAll() {
    watch(new Effect.Interest("node1", true));
  }

  /** Waits for the answer to a request. */
  Input answer(long request) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers.containsKey(request)) {
      next(deadline, "the answer to request " + request);
    }
    return answers.get(request);
  }

  /** Waits until something is told that matches, and forgets what was told before it. */
  <T extends Input.FromLayer> T hears(Class<T> type, Predicate<? super T> matches) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      while (!unheard.isEmpty()) {
        Input.FromLayer input = unheard.remove(0);
        heard.add(input);
        if (type.isInstance(input) && matches.test(type.cast(input))) {
          return type.cast(input);
        }
      }
      next(deadline, "a " + type.getSimpleName());
    }
  }

  void hasNotHeard(DocumentKey key) {
    for (Input.FromLayer input : heard) {
      if (input instanceof Input.Changed changed && changed.stored().key().equals(key)) {
        fail("told of " + key + ", which is not watched");
      }
    }
  }

  /** Asks for something more, after which no late second answer is under way. */
  void expectNoSecondAnswer() {
    while (answer(sendRead(new Effect.Interest("node1", true))) instanceof Input.ReadFailed) {
      hears(Input.Connected.class, connected -> true);
    }
    while (!mailbox.isEmpty()) {
      next(System.nanoTime() + patience.toNanos(), "what is in the mailbox");
    }
  }

  <T extends Input> T as(Class<T> type, Input input) {
    if (!type.isInstance(input)) {
      fail("expected " + type.getSimpleName() + ", but was told " + input);
    }
    return type.cast(input);
  }

  private void next(long deadline, String wanted) {
    Input.FromLayer input = null;
    try {
      input = mailbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (input == null) {
      fail("waited in vain for " + wanted + " within " + patience);
    } else {
      keep(input);
    }
  }

  private void keep(Input.FromLayer input) {
    Long request = null;
    if (input instanceof Input.Committed committed) {
      request = committed.request();
    } else if (input instanceof Input.Conflicted conflicted) {
      request = conflicted.request();
    } else if (input instanceof Input.Refused refused) {
      request = refused.request();
    } else if (input instanceof Input.Uncertain uncertain) {
      request = uncertain.request();
    } else if (input instanceof Input.ReadDone done) {
      request = done.request();
    } else if (input instanceof Input.ReadFailed failed) {
      request = failed.request();
    }
    if (request == null) {
      unheard.add(input);
    } else if (answers.put(request, input) != null) {
      fail("request " + request + " was answered twice, now by " + input);
    }
  }
}
