package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.AnswersDocument.Answer;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What administrators ask of this node: takes each request once, by its id, and writes what came of
 * it. A request that was answered, by this JVM or by one before it, is not taken again; nor is one
 * that is so old that whoever asked does not wait for it any more.
 *
 * <p>Also a JVM answers that does not take part, as long as it shows that it is there. Of two JVMs
 * with one name only the one that speaks for the node does.
 */
final class Requests {
  /** How far the asker's wall clock may be from this node's when a request is read. */
  static final Duration OLDEST = Duration.ofMinutes(5);

  /** How long an operation or a proof may take before that is the answer. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final long RETRY = Duration.ofMillis(100).toNanos();

  private final Self self;
  private final Services services;
  private final DocumentKey requestsKey;
  private final DocumentKey answersKey;

  /** The ids that were taken, of those that are asked still or not answered. */
  private final Set<String> taken = new HashSet<>();

  /** What is under way, by request, and until when it is waited for. */
  private final Map<String, Long> open = new TreeMap<>();

  /** What has not been written yet, oldest first. */
  private List<Answer> answers = new ArrayList<>();

  private boolean writing;
  private long writeAtNanos;
  private @Nullable String lastRefusal;

  Requests(Self self, Services services) {
    this.self = self;
    this.services = services;
    this.requestsKey = DocumentKey.requests(self.node());
    this.answersKey = DocumentKey.answers(self.node());
  }

  /** Takes what is asked and was not taken yet. */
  void take(Moment now, Services.Conditions given) {
    RequestsDocument asked = self.documents.get(requestsKey, RequestsDocument.class);
    if (asked == null || !self.connected || !self.read || !speaksForNode()) {
      return;
    }
    AnswersDocument answered = self.documents.get(answersKey, AnswersDocument.class);
    Set<String> known = new HashSet<>(open.keySet());
    answers.forEach(answer -> known.add(answer.request()));
    for (NodeRequest request : asked.requests()) {
      known.add(request.id());
      if (!isAnswered(request.id(), answered) && taken.add(request.id())) {
        take(request, now, given);
      }
    }
    taken.retainAll(known);
  }

  private static boolean isAnswered(String request, @Nullable AnswersDocument answered) {
    return answered != null
        && answered.answers().stream().anyMatch(answer -> answer.request().equals(request));
  }

  /** Returns whether this JVM is the one that answers for the node. */
  private boolean speaksForNode() {
    if (self.takesPart()) {
      return !self.releasing;
    }
    Stored stored = self.documents.get(DocumentKey.host(self.node()));
    HostDocument shown = stored == null ? null : stored.as(HostDocument.class);
    return stored != null
        && shown != null
        && stored.owner() == self.session
        && shown.process().equals(self.process)
        && (self.phase == Self.Phase.JOINING || self.phase == Self.Phase.WAITING);
  }

  private void take(NodeRequest request, Moment now, Services.Conditions given) {
    Duration age = Duration.between(request.at(), now.wall()).abs();
    if (age.compareTo(OLDEST) > 0) {
      answer(
          request.id(),
          false,
          "it was asked for at %s, and it is %s here: ask again, or set the clocks right"
              .formatted(request.at(), now.wall()),
          now);
      return;
    }
    ByHand byHand = services.byHand();
    String resource = request.resource();
    ByHand.Result result =
        switch (request.kind()) {
          case CLEANUP -> byHand.cleanup(resource);
          case REFRESH -> byHand.refresh(resource, now);
          case RUN ->
              resource == null
                  ? new ByHand.Result(false, "nobody says of which resource")
                  : byHand.run(
                      request.id(), request.argument(), resource, request.by(), now, given);
          case PROVE -> {
            self.out.add(new Effect.Prove(request.id(), request.argument(), self.process));
            yield null;
          }
        };
    if (result == null) {
      open.put(request.id(), now.nanos() + LONGEST.toNanos());
    } else {
      answer(request.id(), result.done(), result.text(), now);
    }
  }

  /** The hands have proved what was asked for, or not. */
  void proved(Input.Proved proved, Moment now) {
    if (open.remove(proved.request()) != null) {
      answer(proved.request(), proved.done(), proved.text(), now);
    }
  }

  /** Writes what there is to answer. */
  void answer(Moment now) {
    services
        .byHand()
        .takeResults()
        .forEach(
            (request, result) -> {
              if (open.remove(request) != null) {
                answer(request, result.done(), result.text(), now);
              }
            });
    Predicate<Map.Entry<String, Long>> late = entry -> now.nanos() - entry.getValue() >= 0;
    open.entrySet().stream()
        .filter(late)
        .forEach(
            entry ->
                answer(
                    entry.getKey(),
                    false,
                    "nothing came of it within " + LONGEST.toMinutes() + " minutes",
                    now));
    open.entrySet().removeIf(late);
    boolean may = self.connected && self.read && speaksForNode();
    if (!answers.isEmpty() && may && !writing && now.nanos() - writeAtNanos >= 0) {
      write(now);
    }
  }

  private void answer(String request, boolean done, String text, Moment now) {
    answers.add(new Answer(request, done, text, now.wall()));
    writeAtNanos = now.nanos();
  }

  private void write(Moment now) {
    Stored stored = self.documents.get(answersKey);
    AnswersDocument before = stored == null ? null : stored.as(AnswersDocument.class);
    answers.removeIf(answer -> isAnswered(answer.request(), before));
    if (answers.isEmpty()) {
      return;
    }
    List<Answer> sent = List.copyOf(answers);
    List<Answer> all = new ArrayList<>(before == null ? List.of() : before.answers());
    all.addAll(sent);
    writing = true;
    self.out.commit(
        List.of(Joining.write(answersKey, stored, new AnswersDocument(self.process, all))),
        answer -> {
          writing = false;
          writeAtNanos = now.nanos() + RETRY;
          if (answer.isCommitted()) {
            answers.removeAll(sent);
            lastRefusal = null;
          } else if (answer.result() == Outbox.Answer.Result.REFUSED) {
            answers.removeAll(sent); // The same would be refused again.
            refused(answer.detail());
          } else if (self.connected) {
            self.out.refresh(answersKey);
          }
        });
  }

  private void refused(String detail) {
    String refusal = "its answers to what administrators ask are refused: " + detail;
    if (!refusal.equals(lastRefusal)) {
      lastRefusal = refusal;
      self.out.publish(new ClusterEvent.Warned(self.node(), refusal));
    }
  }

  /** Returns when something is due by time alone; MAX_VALUE for nothing. */
  long wakeAtNanos() {
    long wake = Long.MAX_VALUE;
    for (long until : open.values()) {
      wake = Wake.earlier(wake, until);
    }
    boolean waits = self.connected && self.read && !writing && !answers.isEmpty();
    return waits && speaksForNode() ? Wake.earlier(wake, writeAtNanos) : wake;
  }
}
