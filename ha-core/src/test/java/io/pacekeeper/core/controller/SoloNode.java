package io.pacekeeper.core.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One controller, fed by hand: what it is told and what it answers, step by step. Its name is n1,
 * its lease of eight seconds is renewed each second, and may be used for five of the eight.
 */
final class SoloNode {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final LeaseOptions LEASE = LeaseOptions.ofLength(Duration.ofSeconds(8));

  private static final long SESSION = 5;

  final Controller controller;
  final SortedMap<DocumentKey, Stored> store = new TreeMap<>();
  long nanos = Duration.ofSeconds(100).toNanos();

  /** The transaction that created what is written. */
  long created = 100;

  /** Whether the threads that run operations answer by themselves when they are asked. */
  boolean threadsAnswer = true;

  private long zxid = 100;
  private int lives;

  SoloNode(ResourceDefinition... resources) {
    controller =
        new Controller(
            new ControllerOptions(
                "n1",
                "n1.example",
                1,
                "test",
                () -> "life" + ++lives,
                LEASE,
                "shop",
                1,
                List.of(resources),
                ImmutableSortedMap.of(),
                Duration.ofSeconds(30),
                8,
                Duration.ofMinutes(10)));
  }

  List<Effect> tell(Input input) {
    List<Effect> effects = new ArrayList<>();
    for (Effect effect : step(input)) {
      if (threadsAnswer && effect instanceof Effect.AskThreads ask) {
        effects.addAll(step(new Input.ThreadsAnswered(ask.question())));
      } else {
        effects.add(effect);
      }
    }
    return effects;
  }

  private List<Effect> step(Input input) {
    return controller.step(input, new Moment(nanos, START.plusNanos(nanos)));
  }

  List<Effect> tick() {
    return tell(new Input.Tick());
  }

  SoloNode pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    return this;
  }

  long inMillis(long millis) {
    return nanos + Duration.ofMillis(millis).toNanos();
  }

  /** Returns in how many milliseconds it wants to be woken. */
  long wakesInMillis() {
    return Duration.ofNanos(controller.wakeAtNanos() - nanos).toMillis();
  }

  /** Writes a document to the store, and returns how it reads now. */
  Stored put(DocumentKey key, int version, Document document) {
    long owner = key.kind().isEphemeral() ? SESSION : 0;
    Stored stored = new Stored(key, version, ++zxid, owner, created, document, null);
    store.put(key, stored);
    return stored;
  }

  /** Connects, and answers everything that is read and written, until there is nothing more. */
  List<Effect> connect() {
    return answer(tell(new Input.Connected(SESSION)));
  }

  /** Answers what of these effects reads, and what of the answers to that; returns all the rest. */
  List<Effect> answer(List<Effect> effects) {
    List<Effect> rest = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Read read) {
        List<Stored> documents =
            store.values().stream().filter(s -> read.interest().includes(s.key())).toList();
        rest.addAll(answer(tell(new Input.ReadDone(read.request(), documents))));
      } else {
        rest.add(effect);
      }
    }
    return rest;
  }

  /** Answers a commit: it is done, and every document it writes has this version. */
  List<Effect> committed(Effect.Commit commit, int version) {
    List<Stored> written = new ArrayList<>();
    for (Transaction.Step step : commit.transaction().steps()) {
      if (step instanceof Transaction.Set set) {
        written.add(put(set.key(), version, set.document()));
      } else if (step instanceof Transaction.Create create) {
        written.add(put(create.key(), version, create.document()));
      }
    }
    return answer(tell(new Input.Committed(commit.request(), written)));
  }

  static <E extends Effect> List<E> only(Class<E> type, List<Effect> effects) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static Effect.Commit commit(List<Effect> effects) {
    List<Effect.Commit> commits = only(Effect.Commit.class, effects);
    if (commits.size() != 1) {
      throw new AssertionError("not one commit: " + effects);
    }
    return commits.get(0);
  }
}
