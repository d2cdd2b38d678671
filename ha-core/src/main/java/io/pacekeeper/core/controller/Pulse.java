package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import java.time.Duration;

/**
 * The pulse of the threads that run operations: with each renewal of the lease they are asked for
 * an answer, which whoever takes up what is handed to them gives at once.
 *
 * <p>They count as alive until an answer is missing for as long as it takes from one renewal to the
 * next. An operation that hangs does not hold up the answer: it has a timeout of its own, and
 * others go on beside it.
 */
final class Pulse {
  private final Self self;
  private long asked;
  private boolean waiting;
  private long sinceNanos;
  private long againNanos;
  private boolean told;

  Pulse(Self self) {
    this.self = self;
  }

  /** Asks for an answer, unless one is still missing. */
  void ask(Moment now) {
    if (!waiting) {
      waiting = true;
      sinceNanos = now.nanos();
      asked++;
      send(now);
    }
  }

  /** There is an answer, to this question. */
  void answered(long question) {
    if (question == asked) {
      waiting = false;
      told = false;
    }
  }

  /** Returns whether no answer is missing for too long. */
  boolean isFelt(Moment now) {
    return !waiting || now.nanos() - sinceNanos < patience().toNanos();
  }

  /** Asks the same again if the answer is missing: perhaps a thread can be made by now. */
  void advance(Moment now) {
    if (!waiting || now.nanos() - againNanos < 0) {
      return;
    }
    send(now);
    if (!told && self.takesPart()) {
      told = true;
      self.out.publish(
          new ClusterEvent.Warned(
              self.node(),
              "no operation thread has taken up what was handed to it "
                  + Duration.ofNanos(now.nanos() - sinceNanos).toMillis()
                  + " ms ago; its lease is not renewed until one does"));
    }
  }

  long wakeAtNanos() {
    return waiting ? againNanos : Long.MAX_VALUE;
  }

  private void send(Moment now) {
    againNanos = now.nanos() + patience().toNanos();
    self.out.add(new Effect.AskThreads(asked));
  }

  private Duration patience() {
    return self.options.lease().renewEvery();
  }
}
