package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Several controllers over a store that answers at once, on virtual time: the calm case. */
final class TinyCluster {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final SortedMap<DocumentKey, Stored> store = new TreeMap<>();
  final SortedMap<String, Node> nodes = new TreeMap<>();
  final List<String> commits = new ArrayList<>();
  long nanos = 1_000_000_000L;
  private long zxid;
  private long lastSession;

  /** One controller and what was done for it. */
  final class Node {
    final String name;
    final Controller controller;
    final long session = ++lastSession;
    final ArrayDeque<Input> inbox = new ArrayDeque<>();
    final SortedMap<String, Long> active = new TreeMap<>();
    final List<ClusterEvent> events = new ArrayList<>();
    final List<Effect.RunOperation> held = new ArrayList<>();
    Effect.@Nullable Interest interest;
    Effect.@Nullable Guard guard;
    @Nullable String finished;
    @Nullable String halted;
    boolean connected;
    boolean dead;
    boolean holdsOperations;
    java.util.function.Function<Effect.RunOperation, @Nullable String> service = run -> null;

    Node(ControllerOptions options) {
      name = options.node();
      controller = new Controller(options);
    }

    void tell(Input input) {
      inbox.add(input);
    }

    void connect() {
      connected = true;
      tell(new Input.Connected(session));
    }

    void disconnect() {
      connected = false;
      tell(new Input.Disconnected());
    }

    /** The process is gone, and so, some time later, is its session. */
    void kill() {
      dead = true;
      active.clear();
    }

    void expireSession() {
      List<DocumentKey> gone =
          store.values().stream().filter(s -> s.owner() == session).map(Stored::key).toList();
      gone.forEach(
          key -> {
            store.remove(key);
            zxid++;
            hint(key);
          });
    }

    private boolean work() {
      Input input = inbox.poll();
      if (dead) {
        return false;
      }
      if (input == null) {
        long wake = controller.wakeAtNanos();
        if (wake == Long.MAX_VALUE || nanos - wake < 0) {
          return false;
        }
        input = new Input.Tick();
      }
      for (Effect effect : controller.step(input, now())) {
        perform(effect);
      }
      return true;
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.Commit commit) {
        if (connected) {
          commit(this, commit);
        } else {
          tell(new Input.Uncertain(commit.request()));
        }
      } else if (effect instanceof Effect.Read read) {
        tell(
            connected
                ? new Input.ReadDone(
                    read.request(),
                    store.values().stream().filter(s -> read.interest().includes(s.key())).toList())
                : new Input.ReadFailed(read.request(), "not connected"));
      } else if (effect instanceof Effect.Refresh refresh) {
        refresh.keys().forEach(this::reading);
      } else if (effect instanceof Effect.Watch watch) {
        interest = watch.interest();
      } else if (effect instanceof Effect.RunOperation run) {
        if (holdsOperations) {
          held.add(run);
        } else {
          finish(run);
        }
      } else if (effect instanceof Effect.Guard deadlines) {
        guard = deadlines;
      } else if (effect instanceof Effect.Publish publish) {
        events.add(publish.event());
      } else if (effect instanceof Effect.Halt halt) {
        halted = halt.reason();
        kill();
      } else if (effect instanceof Effect.Finished end) {
        finished = end.reason();
      }
    }

    void finish(Effect.RunOperation run) {
      String failure = service.apply(run);
      if (failure == null && run.operation() == Operation.START) {
        active.put(run.resource(), run.token());
      } else if (failure == null && run.operation() == Operation.STOP) {
        active.remove(run.resource());
      }
      tell(new Input.OperationReturned(run.id(), failure));
    }

    private void reading(DocumentKey key) {
      Stored stored = store.get(key);
      tell(stored == null ? new Input.Removed(key) : new Input.Changed(stored));
    }
  }

  Moment now() {
    return new Moment(nanos, START.plusNanos(nanos));
  }

  Node add(String name, ResourceDefinition... resources) {
    return add(name, LeaseOptions.ofLength(Duration.ofSeconds(8)), resources);
  }

  Node add(String name, LeaseOptions lease, ResourceDefinition... resources) {
    int[] lives = {0};
    Node node =
        new Node(
            new ControllerOptions(
                name,
                name + ".example",
                nodes.size() + 1,
                "test",
                () -> name + "-" + nodes.size() + "-" + ++lives[0],
                lease,
                "shop",
                1,
                List.of(resources),
                ImmutableSortedMap.of(),
                Duration.ofSeconds(30),
                8,
                Duration.ofSeconds(60)));
    nodes.put(name, node);
    return node;
  }

  /** Has everybody do what there is to do, without time passing. */
  void settle() {
    boolean worked = true;
    int steps = 0;
    while (worked) {
      worked = false;
      for (Node node : List.copyOf(nodes.values())) {
        while (node.work()) {
          worked = true;
          if (++steps > 100_000) {
            throw new AssertionError("the cluster does not come to rest: " + commits);
          }
        }
      }
    }
  }

  /** Lets time pass, in steps of 50 ms, and everybody do what there is to do. */
  void pass(Duration time) {
    long until = nanos + time.toNanos();
    settle();
    while (nanos < until) {
      nanos += Math.min(50_000_000L, until - nanos);
      settle();
    }
  }

  /** Writes a document as an administrator does. */
  void write(DocumentKey key, Document document) {
    Stored before = store.get(key);
    zxid++;
    put(key, before, document, null, 0);
    hint(key);
  }

  /** Makes a document unreadable. */
  void corrupt(DocumentKey key) {
    Stored before = store.get(key);
    zxid++;
    put(key, before, null, "garbage", before == null ? 0 : before.owner());
    hint(key);
  }

  void delete(DocumentKey key) {
    store.remove(key);
    zxid++;
    hint(key);
  }

  private Stored put(
      DocumentKey key,
      @Nullable Stored before,
      @Nullable Document document,
      @Nullable String problem,
      long owner) {
    Stored stored =
        new Stored(
            key,
            before == null ? 0 : before.version() + 1,
            zxid,
            owner,
            before == null ? zxid : before.created(),
            document,
            problem);
    store.put(key, stored);
    return stored;
  }

  private void hint(DocumentKey key) {
    for (Node node : nodes.values()) {
      if (node.connected && !node.dead && node.interest != null && node.interest.includes(key)) {
        node.reading(key);
      }
    }
  }

  private void commit(Node node, Effect.Commit commit) {
    SortedMap<DocumentKey, Stored> backup = new TreeMap<>(store);
    List<Stored> written = new ArrayList<>();
    zxid++;
    for (Transaction.Step step : commit.transaction().steps()) {
      Stored before = store.get(step.key());
      int wanted = wantedVersion(step);
      int actual = before == null ? -1 : before.version();
      if (wanted != actual) {
        store.clear();
        store.putAll(backup);
        node.tell(new Input.Conflicted(commit.request(), step.key()));
        return;
      }
      if (step instanceof Transaction.Set set) {
        written.add(
            put(set.key(), before, set.document(), null, before == null ? 0 : before.owner()));
      } else if (step instanceof Transaction.Create create) {
        long owner = create.key().kind() == Kind.MEMBER ? node.session : 0;
        written.add(put(create.key(), null, create.document(), null, owner));
      } else if (step instanceof Transaction.Delete delete) {
        store.remove(delete.key());
      }
    }
    List<DocumentKey> keys =
        commit.transaction().steps().stream().map(Transaction.Step::key).distinct().toList();
    commits.add(node.name + " " + keys);
    node.tell(new Input.Committed(commit.request(), written));
    keys.forEach(this::hint);
  }

  private static int wantedVersion(Transaction.Step step) {
    if (step instanceof Transaction.Check check) {
      return check.version();
    } else if (step instanceof Transaction.Set set) {
      return set.version();
    } else if (step instanceof Transaction.Delete delete) {
      return delete.version();
    }
    return -1;
  }

  /** Returns how often each resource is active, over all nodes. */
  SortedMap<String, Integer> activeTimes() {
    SortedMap<String, Integer> result = new TreeMap<>();
    nodes.values().forEach(n -> n.active.keySet().forEach(id -> result.merge(id, 1, Integer::sum)));
    return result;
  }
}
