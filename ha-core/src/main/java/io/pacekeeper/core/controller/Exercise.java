package io.pacekeeper.core.controller;

import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.DeathCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A play of two nodes in memory: the other one is DC and dies, and this one becomes DC, takes over,
 * and sees another one come and die. Nothing comes of it but that the code has run: the first time
 * takes many times as long as the next, and services would wait for it.
 */
public final class Exercise {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration AFTER_JOINING = Duration.ofMillis(2500);
  private static final Duration AFTER_DEATH = Duration.ofMillis(500);

  /** More of them would teach nothing new. */
  private static final int MOST_RESOURCES = 100;

  /** More than what is ever done at one moment; a play that goes on and on is broken off. */
  private static final int MOST_INPUTS = 10_000;

  private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");

  private final ControllerOptions options;
  private final Consumer<? super Transaction> written;
  private final BooleanSupplier goesOn;
  private final Map<DocumentKey, Stored> store = new TreeMap<>();
  private final List<Actor> actors = new ArrayList<>();
  private long nanos;
  private long last;

  /** A node of the play. */
  private final class Actor {
    final String name;
    final Controller controller;
    final long session = ++last;
    final Deque<Input> inbox = new ArrayDeque<>();
    Effect.@Nullable Interest interest;

    Actor(String name) {
      this.name = name;
      this.controller = new Controller(optionsOf(name));
      inbox.add(new Input.Connected(session));
    }
  }

  private Exercise(
      ControllerOptions options, Consumer<? super Transaction> written, BooleanSupplier goesOn) {
    this.options = options;
    this.written = written;
    this.goesOn = goesOn;
  }

  /**
   * Plays it once.
   *
   * @param options the node's own; nothing of them is called but the source of incarnations
   * @param written told what would have been written, so that that can be exercised, too
   * @param goesOn asked now and then whether there is a reason to go on
   */
  public static void play(
      ControllerOptions options, Consumer<? super Transaction> written, BooleanSupplier goesOn) {
    new Exercise(options, written, goesOn).play();
  }

  private void play() {
    String other = options.node().equals("other") ? "another" : "other";
    enter(other);
    enter(options.node());
    die(other);
    enter(other);
    die(other);
  }

  private ControllerOptions optionsOf(String name) {
    return new ControllerOptions(
        name,
        options.host(),
        options.pid(),
        options.version(),
        options.incarnations(),
        options.lease(),
        options.application(),
        options.applicationVersion(),
        options.resources().subList(0, Math.min(MOST_RESOURCES, options.resources().size())),
        options.attributes(),
        options.drainTimeout(),
        options.parallelOperations(),
        options.resyncInterval(),
        ControllerOptions.DEFAULT_STARTUP_DELAY,
        FencingDefinition.NONE,
        JoinOptions.DEFAULTS,
        options.capacity());
  }

  private void enter(String name) {
    actors.add(new Actor(name));
    pass(AFTER_JOINING);
  }

  private void die(String name) {
    actors.removeIf(actor -> actor.name.equals(name));
    Stored stored = store.get(DocumentKey.lease(name));
    LeaseDocument lease = stored == null ? null : stored.as(LeaseDocument.class);
    if (lease != null) {
      DeathCertificate certificate = new DeathCertificate(name, lease.incarnation());
      List<DocumentKey> keys = certificate.keys();
      Transaction transaction =
          certificate.write(
              stored, store.get(keys.get(1)), store.get(keys.get(2)), WALL.plusNanos(nanos));
      if (transaction != null) {
        commit(transaction, 0);
      }
    }
    pass(AFTER_DEATH);
  }

  /** Lets time pass, and everybody do what there is to do meanwhile. */
  private void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (nanos - end < 0 && goesOn.getAsBoolean()) {
      settle();
      nanos += STEP.toNanos();
    }
  }

  private void settle() {
    int left = MOST_INPUTS;
    boolean busy = true;
    while (busy) {
      busy = false;
      for (Actor actor : actors) {
        Input input = actor.inbox.poll();
        long wake = actor.controller.wakeAtNanos();
        if (input == null && wake != Long.MAX_VALUE && nanos - wake >= 0) {
          input = new Input.Tick();
        }
        if (input != null) {
          busy = --left > 0;
          Moment now = new Moment(nanos, WALL.plusNanos(nanos));
          actor.controller.step(input, now).forEach(effect -> perform(actor, effect));
        }
      }
    }
  }

  private void perform(Actor actor, Effect effect) {
    if (effect instanceof Effect.Commit commit) {
      if (actor.name.equals(options.node())) {
        written.accept(commit.transaction());
      }
      DocumentKey conflict = conflict(commit.transaction());
      actor.inbox.add(
          conflict == null
              ? new Input.Committed(commit.request(), commit(commit.transaction(), actor.session))
              : new Input.Conflicted(commit.request(), conflict));
    } else if (effect instanceof Effect.Read read) {
      List<Stored> documents =
          store.values().stream().filter(one -> read.interest().includes(one.key())).toList();
      actor.inbox.add(new Input.ReadDone(read.request(), documents));
    } else if (effect instanceof Effect.Watch watch) {
      actor.interest = watch.interest();
    } else if (effect instanceof Effect.RunOperation run) {
      actor.inbox.add(new Input.OperationReturned(run.id(), null));
    } else if (effect instanceof Effect.Refresh refresh) {
      refresh.keys().forEach(key -> actor.inbox.add(news(key)));
    }
  }

  private @Nullable DocumentKey conflict(Transaction transaction) {
    for (Transaction.Step step : transaction.steps()) {
      Stored stored = store.get(step.key());
      int version = stored == null ? -1 : stored.version();
      int expected = -1;
      if (step instanceof Transaction.Check check) {
        expected = check.version();
      } else if (step instanceof Transaction.Set set) {
        expected = set.version();
      } else if (step instanceof Transaction.Delete delete) {
        expected = delete.version();
      }
      if (version != expected) {
        return step.key();
      }
    }
    return null;
  }

  private List<Stored> commit(Transaction transaction, long session) {
    last++;
    Map<DocumentKey, Stored> result = new HashMap<>();
    for (Transaction.Step step : transaction.steps()) {
      if (step instanceof Transaction.Set set) {
        result.put(set.key(), put(set.key(), set.document(), session));
      } else if (step instanceof Transaction.Create create) {
        result.put(create.key(), put(create.key(), create.document(), session));
      } else if (step instanceof Transaction.Delete delete) {
        store.remove(delete.key());
      } else {
        continue;
      }
      for (Actor actor : actors) {
        Effect.Interest interest = actor.interest;
        if (interest != null && interest.includes(step.key())) {
          actor.inbox.add(news(step.key()));
        }
      }
    }
    return List.copyOf(result.values());
  }

  private Stored put(DocumentKey key, Document document, long session) {
    Stored before = store.get(key);
    Stored after =
        new Stored(
            key,
            before == null ? 0 : before.version() + 1,
            last,
            key.kind().isEphemeral() ? session : 0,
            before == null ? last : before.created(),
            document,
            null);
    store.put(key, after);
    return after;
  }

  private Input news(DocumentKey key) {
    Stored stored = store.get(key);
    return stored == null ? new Input.Removed(key) : new Input.Changed(stored);
  }
}
