package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several controllers over a store that answers at once, on virtual time.
 *
 * <p>It is the calm case unless a test says otherwise: writes can be lost, or their answers, or
 * they happen late; nodes are killed, paused, disconnected. At every step it makes sure that
 * nothing is active twice, that tokens grow, that what a DC writes checks the term, and that every
 * write compares.
 */
final class TinyCluster {
  /** What becomes of a write. */
  enum Fate {
    /** It is done, and answered. */
    DONE,
    /** It is lost; nobody knows. */
    LOST,
    /** It is done; nobody knows. */
    DONE_UNHEARD,
    /** Nobody knows; it is done before the next request of its session, and hints lag behind. */
    DONE_LATE,
    /** It is not done, and will not be however often it is tried. */
    REFUSED,
    /** It is done, and then the node's process dies. */
    DONE_AND_KILLED
  }

  /** A transaction that was committed. */
  record Write(String node, Transaction transaction) {
    /** Returns the keys of what it checks and writes. */
    List<DocumentKey> keys() {
      return transaction.steps().stream().map(Transaction.Step::key).distinct().toList();
    }

    boolean touches(Kind kind) {
      return keys().stream().anyMatch(key -> key.kind() == kind);
    }

    /** Returns whether it does nothing but renew a lease. */
    boolean renews() {
      return keys().size() == 1 && touches(Kind.LEASE);
    }
  }

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What may be active many times, whatever a controller takes it for. */
  private final Set<String> alike = new HashSet<>();

  final SortedMap<DocumentKey, Stored> store = new TreeMap<>();
  final SortedMap<String, Node> nodes = new TreeMap<>();
  final List<Write> writes = new ArrayList<>();
  int conflicts;
  private final SortedMap<String, Long> tokens = new TreeMap<>();
  long nanos = 1_000_000_000L;
  private long zxid;
  private long lastSession;

  /** One controller and what was done for it. */
  final class Node {
    final String name;
    final Controller controller;
    long session = ++lastSession;
    final ArrayDeque<Input> inbox = new ArrayDeque<>();
    final SortedMap<String, Long> active = new TreeMap<>();
    final List<ClusterEvent> events = new ArrayList<>();
    final List<Effect.RunOperation> held = new ArrayList<>();
    final List<FencingCall> fences = new ArrayList<>();
    Effect.@Nullable Interest interest;
    Effect.@Nullable Guard guard;
    @Nullable String finished;
    @Nullable String halted;
    int reads;
    boolean connected;
    boolean dead;
    boolean paused;

    /** Whether it does nothing any more after its next write of which the answer is uncertain. */
    boolean stalls;

    boolean holdsOperations;

    /** Whether its threads take up what is handed to them. */
    boolean threadsAnswer = true;

    /** How full its heap is, in percent, and how often that was measured. */
    int heap = 10;

    int measured;

    Function<Effect.RunOperation, @Nullable String> service = run -> null;
    Function<Transaction, Fate> fate = transaction -> Fate.DONE;
    private final ArrayDeque<Transaction> late = new ArrayDeque<>();

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

    /** The session is gone, and the layer has begun another one. */
    void beginSession() {
      expireSession();
      session = ++lastSession;
      connect();
    }

    /** The guard halts the process if what may run once may be active when the lease ends. */
    private void guard() {
      Effect.Guard deadlines = guard;
      if (!dead && deadlines != null && deadlines.armed() && nanos - deadlines.killAtNanos() >= 0) {
        halted = "its lease ended";
        kill();
      }
    }

    /** The process is gone, and so, some time later, is its session. */
    void kill() {
      dead = true;
      active.clear();
    }

    void expireSession() {
      late.clear();
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
      if (dead || paused) {
        return false;
      }
      Input input = inbox.poll();
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
        arrive();
        Fate what = connected ? fate.apply(commit.transaction()) : Fate.LOST;
        switch (what) {
          case DONE, DONE_AND_KILLED -> commit(this, commit.transaction(), commit.request());
          case DONE_UNHEARD -> commit(this, commit.transaction(), null);
          case DONE_LATE -> late.add(commit.transaction());
          case LOST, REFUSED -> {
            // Nothing is done.
          }
        }
        if (what == Fate.DONE_AND_KILLED) {
          kill();
        } else if (what == Fate.REFUSED) {
          tell(new Input.Refused(commit.request(), "it is too large"));
        } else if (what != Fate.DONE) {
          paused = stalls;
          tell(new Input.Uncertain(commit.request()));
        }
      } else if (effect instanceof Effect.Read read) {
        reads++;
        arrive();
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
      } else if (effect instanceof Effect.AskThreads ask) {
        if (threadsAnswer) {
          tell(new Input.ThreadsAnswered(ask.question()));
        }
      } else if (effect instanceof Effect.Measure) {
        measured++;
        tell(new Input.Measured(heap, -1));
      } else if (effect instanceof Effect.Fence fence) {
        fences.add(fence.call());
      } else if (effect instanceof Effect.InterruptFencing interrupt) {
        fences.remove(interrupt.call());
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

    /** What was late happens now. */
    void arrive() {
      while (!late.isEmpty()) {
        commit(this, late.remove(), null);
      }
    }

    void finish(Effect.RunOperation run) {
      String failure = service.apply(run);
      if (failure == null && run.operation() == Operation.START) {
        if (!alike.contains(run.resource())) {
          begins(run);
        }
        active.put(run.resource(), run.token());
      } else if (failure == null && run.operation() == Operation.STOP) {
        active.remove(run.resource());
      }
      tell(new Input.OperationReturned(run.id(), failure));
    }

    private void begins(Effect.RunOperation run) {
      for (Node other : nodes.values()) {
        if (other.active.containsKey(run.resource())) {
          throw new AssertionError(run + " on " + name + ", and it is active on " + other.name);
        }
      }
      long last = tokens.getOrDefault(run.resource(), 0L);
      if (run.token() <= last) {
        throw new AssertionError(run + " on " + name + ", and there was the token " + last);
      }
      tokens.put(run.resource(), run.token());
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
    return add(name, lease, JoinOptions.DEFAULTS, resources);
  }

  Node add(String name, LeaseOptions lease, JoinOptions joining, ResourceDefinition... resources) {
    for (ResourceDefinition resource : resources) {
      if (resource.isAnonymousClone()) {
        alike.add(resource.id());
      }
    }
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
                    Duration.ofSeconds(60))
                .withJoining(joining));
    nodes.put(name, node);
    return node;
  }

  /** Has another node join, with a lease of eight seconds. */
  Node join(String name, ResourceDefinition... resources) {
    Node node = add(name, resources);
    node.connect();
    settle();
    return node;
  }

  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  /** Returns the node where a resource is active. */
  Node home(String resource) {
    for (Node node : nodes.values()) {
      if (node.active.containsKey(resource)) {
        return node;
      }
    }
    throw new AssertionError(resource + " is active nowhere");
  }

  /** Returns a document as it is in the store. */
  <D extends Document> D read(DocumentKey key, Class<D> type) {
    Stored stored = store.get(key);
    D document = stored == null ? null : stored.as(type);
    if (document == null) {
      throw new AssertionError("not readable: " + key);
    }
    return document;
  }

  TermDocument term() {
    return read(DocumentKey.TERM, TermDocument.class);
  }

  LeaseDocument lease(String node) {
    return read(DocumentKey.lease(node), LeaseDocument.class);
  }

  /** Returns the committed writes that are more than the renewal of a lease. */
  List<Write> writesBesidesRenewals() {
    return writes.stream().filter(write -> !write.renews()).toList();
  }

  /** Returns the orders that were written, in their order. */
  List<OrdersDocument> orders() {
    List<OrdersDocument> orders = new ArrayList<>();
    for (Write write : writes) {
      for (Transaction.Step step : write.transaction().steps()) {
        Document document =
            step instanceof Transaction.Set set
                ? set.document()
                : step instanceof Transaction.Create create ? create.document() : null;
        if (document instanceof OrdersDocument order) {
          orders.add(order);
        }
      }
    }
    return orders;
  }

  /** Returns the highest place in its term of an order in the store. */
  long highestOrder() {
    return store.values().stream()
        .map(stored -> stored.as(OrdersDocument.class))
        .filter(Objects::nonNull)
        .mapToLong(orders -> orders.number().number())
        .max()
        .orElse(0);
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
            throw new AssertionError("the cluster does not come to rest: " + writes);
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
      nodes.values().forEach(Node::guard);
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

  /** Does a transaction, and answers the request with this number, if there is one. */
  void commit(Node node, Transaction transaction, @Nullable Long request) {
    SortedMap<DocumentKey, Stored> backup = new TreeMap<>(store);
    List<Stored> written = new ArrayList<>();
    zxid++;
    for (Transaction.Step step : transaction.steps()) {
      Stored before = store.get(step.key());
      int wanted = wantedVersion(step);
      int actual = before == null ? -1 : before.version();
      if (wanted != actual) {
        store.clear();
        store.putAll(backup);
        conflicts++;
        if (request != null) {
          node.tell(new Input.Conflicted(request, step.key()));
        }
        return;
      }
      if (step instanceof Transaction.Set set) {
        written.add(
            put(set.key(), before, set.document(), null, before == null ? 0 : before.owner()));
      } else if (step instanceof Transaction.Create create) {
        long owner = create.key().kind().isEphemeral() ? node.session : 0;
        written.add(put(create.key(), null, create.document(), null, owner));
      } else if (step instanceof Transaction.Delete delete) {
        store.remove(delete.key());
      }
    }
    Write write = new Write(node.name, transaction);
    checkFence(write);
    writes.add(write);
    if (request != null) {
      node.tell(new Input.Committed(request, written));
    }
    write.keys().forEach(this::hint);
  }

  /** Whoever orders, or ends another's lease, does so as the DC of the newest term. */
  private static void checkFence(Write write) {
    Transaction.Step first = write.transaction().steps().get(0);
    boolean fenced = first instanceof Transaction.Check && first.key().equals(DocumentKey.TERM);
    boolean elects =
        write.transaction().steps().stream()
            .anyMatch(
                step ->
                    !(step instanceof Transaction.Check) && step.key().equals(DocumentKey.TERM));
    boolean others =
        write.keys().stream()
            .anyMatch(
                key ->
                    key.kind() == Kind.ORDERS
                        || (key.kind() == Kind.LEASE && !key.node().equals(write.node())));
    if (others && !fenced && !elects) {
      throw new AssertionError("not fenced by the term: " + write);
    }
  }

  private static int wantedVersion(Transaction.Step step) {
    if (step instanceof Transaction.Check check) {
      return check.version();
    } else if (step instanceof Transaction.Set set) {
      return comparing(set.version());
    } else if (step instanceof Transaction.Delete delete) {
      return comparing(delete.version());
    }
    return -1;
  }

  private static int comparing(int version) {
    if (version < 0) {
      throw new AssertionError("a write that does not compare");
    }
    return version;
  }

  /** Returns how often each resource is active, over all nodes. */
  SortedMap<String, Integer> activeTimes() {
    SortedMap<String, Integer> result = new TreeMap<>();
    nodes.values().forEach(n -> n.active.keySet().forEach(id -> result.merge(id, 1, Integer::sum)));
    return result;
  }
}
