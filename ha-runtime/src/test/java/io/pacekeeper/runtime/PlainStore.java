package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A store that always answers, at once and in order. */
final class PlainStore implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> daemon(work, "store"));
  private final TreeMap<DocumentKey, Stored> documents = new TreeMap<>();
  private final List<Layer> layers = new CopyOnWriteArrayList<>();
  private long transactions;
  private long sessions;

  /** Returns a connection to the store. */
  ClusterLayer layer() {
    return new Layer();
  }

  /** Returns a document as it is now, or null. */
  Stored get(DocumentKey key) throws Exception {
    return thread.submit(() -> documents.get(key)).get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread made = new Thread(work, name);
    made.setDaemon(true);
    return made;
  }

  private final class Layer implements ClusterLayer {
    private Consumer<? super Input.FromLayer> mailbox = input -> {};
    private Effect.Interest interest;
    private long session;

    @Override
    public void start(Consumer<? super Input.FromLayer> given) {
      thread.execute(
          () -> {
            mailbox = given;
            session = ++sessions;
            layers.add(this);
            given.accept(new Input.Connected(session));
          });
    }

    @Override
    public void execute(Effect.ToLayer effect) {
      thread.execute(() -> handle(effect));
    }

    @Override
    public void close() {
      try {
        thread.submit(this::leave).get(10, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void leave() {
      layers.remove(this);
      List<DocumentKey> gone = new ArrayList<>();
      documents.forEach(
          (key, stored) -> {
            if (stored.owner() == session && session != 0) {
              gone.add(key);
            }
          });
      gone.forEach(documents::remove);
      gone.forEach(PlainStore.this::tellRemoved);
    }

    private void handle(Effect.ToLayer effect) {
      if (effect instanceof Effect.Commit commit) {
        commit(commit);
      } else if (effect instanceof Effect.Read read) {
        List<Stored> found =
            documents.values().stream().filter(s -> read.interest().includes(s.key())).toList();
        mailbox.accept(new Input.ReadDone(read.request(), found));
      } else if (effect instanceof Effect.Refresh refresh) {
        refresh.keys().forEach(this::refresh);
      } else if (effect instanceof Effect.Watch watch) {
        interest = watch.interest();
      }
    }

    private void refresh(DocumentKey key) {
      Stored stored = documents.get(key);
      mailbox.accept(stored == null ? new Input.Removed(key) : new Input.Changed(stored));
    }

    private void commit(Effect.Commit commit) {
      Map<DocumentKey, Stored> written = new LinkedHashMap<>();
      List<DocumentKey> deleted = new ArrayList<>();
      for (Transaction.Step step : commit.transaction().steps()) {
        Stored before = deleted.contains(step.key()) ? null : documents.get(step.key());
        if (!holds(step, before)) {
          mailbox.accept(new Input.Conflicted(commit.request(), step.key()));
          return;
        }
        if (step instanceof Transaction.Set set) {
          written.put(step.key(), stored(step.key(), before, set.document()));
        } else if (step instanceof Transaction.Create create) {
          written.put(step.key(), stored(step.key(), null, create.document()));
        } else if (step instanceof Transaction.Delete) {
          deleted.add(step.key());
        }
      }
      transactions++;
      deleted.forEach(documents::remove);
      documents.putAll(written);
      mailbox.accept(new Input.Committed(commit.request(), List.copyOf(written.values())));
      deleted.stream()
          .filter(key -> !written.containsKey(key))
          .forEach(PlainStore.this::tellRemoved);
      written.values().forEach(PlainStore.this::tellChanged);
    }

    private boolean holds(Transaction.Step step, Stored before) {
      int version = before == null ? -1 : before.version();
      if (step instanceof Transaction.Check check) {
        return version == check.version();
      } else if (step instanceof Transaction.Set set) {
        return version == set.version();
      } else if (step instanceof Transaction.Delete delete) {
        return version == delete.version();
      }
      return before == null;
    }

    private Stored stored(DocumentKey key, Stored before, Document document) {
      long now = transactions + 1;
      return new Stored(
          key,
          before == null ? 0 : before.version() + 1,
          now,
          key.kind().isEphemeral() ? session : 0,
          before == null ? now : before.created(),
          document,
          null);
    }
  }

  private void tellChanged(Stored stored) {
    for (Layer layer : layers) {
      if (layer.interest != null && layer.interest.includes(stored.key())) {
        layer.mailbox.accept(new Input.Changed(stored));
      }
    }
  }

  private void tellRemoved(DocumentKey key) {
    for (Layer layer : layers) {
      if (layer.interest != null && layer.interest.includes(key)) {
        layer.mailbox.accept(new Input.Removed(key));
      }
    }
  }
}
