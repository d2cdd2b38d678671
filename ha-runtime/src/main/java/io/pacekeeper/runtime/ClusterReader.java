package io.pacekeeper.runtime;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole cluster for the application, beside the controller, which on most nodes knows
 * only what concerns it.
 */
final class ClusterReader {
  private record Answer(List<Stored> documents, @Nullable String problem) {}

  private final String node;
  private final Consumer<Effect.Read> layer;
  private final AtomicLong lastRequest = new AtomicLong();
  private final Map<Long, CompletableFuture<Answer>> pending = new ConcurrentHashMap<>();

  /**
   * Makes a reader.
   *
   * @param layer has the layer read
   */
  ClusterReader(String node, Consumer<Effect.Read> layer) {
    this.node = node;
    this.layer = layer;
  }

  /**
   * Returns all documents, and waits for them.
   *
   * @throws HaException if they cannot be read now
   */
  List<Stored> read(Duration patience) {
    long request = lastRequest.decrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    pending.put(request, answer);
    layer.accept(new Effect.Read(request, new Effect.Interest(node, true)));
    try {
      Answer read = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (read.problem() != null) {
        throw unreadable(read.problem());
      }
      return read.documents();
    } catch (TimeoutException e) {
      throw unreadable("no answer within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is a value", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreadable("the thread that waited was interrupted");
    } finally {
      pending.remove(request);
    }
  }

  /** Takes the answers that are for this reader out of what the layer tells. */
  void pass(Input.FromLayer input, Consumer<? super Input.FromLayer> mailbox) {
    if (input instanceof Input.ReadDone done && done.request() < 0) {
      answer(done.request(), new Answer(done.documents(), null));
    } else if (input instanceof Input.ReadFailed failed && failed.request() < 0) {
      answer(failed.request(), new Answer(List.of(), failed.reason()));
    } else {
      mailbox.accept(input);
    }
  }

  private void answer(long request, Answer answer) {
    CompletableFuture<Answer> waiting = pending.get(request);
    if (waiting != null) {
      waiting.complete(answer);
    }
  }

  private static HaException unreadable(String reason) {
    return new HaException("the cluster cannot be read now: " + reason);
  }
}
