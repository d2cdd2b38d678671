package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the effects of a step, and remembers who waits for the answer to a request. */
final class Outbox {
  /** How a commit was answered. */
  record Answer(Result result, Input.@Nullable Committed committed, String detail) {
    enum Result {
      COMMITTED,
      CONFLICTED,
      REFUSED,
      UNCERTAIN
    }

    boolean isCommitted() {
      return result == Result.COMMITTED;
    }

    /** Returns how the first write of a document left it, as the store says. */
    Stored written(DocumentKey key) {
      if (committed != null) {
        for (Stored stored : committed.written()) {
          if (stored.key().equals(key)) {
            return stored;
          }
        }
      }
      throw new IllegalStateException("the answer to a commit says nothing of " + key);
    }
  }

  private List<Effect> effects = new ArrayList<>();
  private final Map<Long, Consumer<Answer>> waiting = new HashMap<>();
  private long lastRequest;

  /** Asks for a commit; the handler is called with the answer, in a later step. */
  void commit(List<Transaction.Step> steps, Consumer<Answer> handler) {
    long request = ++lastRequest;
    waiting.put(request, handler);
    effects.add(new Effect.Commit(request, new Transaction(steps)));
  }

  /** Asks for a read; returns the number of the request. */
  long read(Effect.Interest interest) {
    long request = ++lastRequest;
    effects.add(new Effect.Read(request, interest));
    return request;
  }

  void refresh(DocumentKey... keys) {
    effects.add(new Effect.Refresh(Set.of(keys)));
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void publish(ClusterEvent event) {
    effects.add(new Effect.Publish(event));
  }

  void answered(long request, Answer answer) {
    Consumer<Answer> handler = waiting.remove(request);
    if (handler != null) {
      handler.accept(answer);
    }
  }

  /** Returns whether an operation is to be begun. */
  boolean beginsOperations() {
    return effects.stream().anyMatch(Effect.RunOperation.class::isInstance);
  }

  /** Returns what has been collected, and starts anew. */
  List<Effect> drain() {
    List<Effect> result = effects;
    effects = new ArrayList<>();
    return result;
  }
}
