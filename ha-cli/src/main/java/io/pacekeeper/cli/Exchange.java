package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.AnswersDocument.Answer;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.NodeRequest.Kind;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with running JVMs: puts a request to each of some nodes, waits for their answers, and
 * takes the requests away again, answered or not, so that nothing is done later that nobody waits
 * for.
 */
final class Exchange {
  /** Requests that are older than this are nobody's any more. */
  private static final Duration OLD = Duration.ofMinutes(5);

  private final ZooKeeperClusterClient client;

  Exchange(ZooKeeperClusterClient client) {
    this.client = client;
  }

  /**
   * What one node answered.
   *
   * @param process the JVM that answered
   * @param answer what it answered
   */
  record Reply(String process, Answer answer) {}

  /**
   * Asks nodes for something.
   *
   * @param nodes whom
   * @param kind for what
   * @param resource the resource that it is about, or null for all, or for none
   * @param argument what else there is to say
   * @param limit how long is waited for all answers
   * @param heard is told of each answer when it is there
   * @return the answers, by node; whoever has none did not answer in time
   */
  SortedMap<String, Reply> ask(
      Collection<String> nodes,
      Kind kind,
      @Nullable String resource,
      String argument,
      Duration limit,
      BiConsumer<String, Reply> heard)
      throws InterruptedException {
    Semaphore changes = new Semaphore(0);
    client.watch(changes::release);
    SortedMap<String, String> open = new TreeMap<>();
    SortedMap<String, Reply> replies = new TreeMap<>();
    SortedMap<String, String> asked = new TreeMap<>();
    try {
      for (String node : nodes) {
        String id = UUID.randomUUID().toString();
        asked.put(node, id);
        put(node, new NodeRequest(id, kind, resource, argument, Author.name(), Instant.now()));
      }
      open.putAll(asked);
      long until = System.nanoTime() + limit.toNanos();
      while (true) {
        hear(open, replies, heard);
        long left = until - System.nanoTime();
        if (open.isEmpty() || left <= 0 || !changes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          return replies;
        }
        changes.drainPermits();
      }
    } finally {
      asked.forEach(this::takeAway);
    }
  }

  private void hear(
      SortedMap<String, String> open,
      SortedMap<String, Reply> replies,
      BiConsumer<String, Reply> heard) {
    for (Stored stored : client.documents()) {
      AnswersDocument answers = stored.as(AnswersDocument.class);
      String id = open.get(stored.key().node());
      if (answers == null || id == null || stored.key().kind() != DocumentKey.Kind.ANSWERS) {
        continue;
      }
      for (Answer answer : answers.answers()) {
        if (answer.request().equals(id)) {
          Reply reply = new Reply(answers.process(), answer);
          replies.put(stored.key().node(), reply);
          heard.accept(stored.key().node(), reply);
          open.remove(stored.key().node());
        }
      }
    }
  }

  private void put(String node, NodeRequest request) {
    client.change(
        DocumentKey.requests(node),
        RequestsDocument.EMPTY,
        before -> {
          List<NodeRequest> after =
              without(before, old -> old.at().plus(OLD).isBefore(request.at()));
          if (after.size() >= RequestsDocument.LIMIT) {
            throw new HaException(
                "%s has not answered %d requests yet: try again in %d minutes, when they are too old to be answered"
                    .formatted(node, after.size(), OLD.toMinutes()));
          }
          if (after.stream().noneMatch(known -> known.id().equals(request.id()))) {
            after.add(request);
          }
          return new RequestsDocument(after);
        });
  }

  private void takeAway(String node, String id) {
    client.change(
        DocumentKey.requests(node),
        RequestsDocument.EMPTY,
        before -> new RequestsDocument(without(before, request -> request.id().equals(id))));
  }

  private static List<NodeRequest> without(
      RequestsDocument requests, Predicate<NodeRequest> which) {
    List<NodeRequest> left = new ArrayList<>(requests.requests());
    left.removeIf(which);
    return left;
  }

  /** Returns whoever has not answered, in words; null if everybody has. */
  static @Nullable String silent(Collection<String> nodes, Map<String, Reply> replies) {
    List<String> silent = nodes.stream().filter(node -> !replies.containsKey(node)).toList();
    return silent.isEmpty() ? null : String.join(", ", silent);
  }
}
