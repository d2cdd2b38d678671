package io.pacekeeper.testkit;

import java.util.PriorityQueue;

/** Virtual time: everything that is going to happen, in its order, one thing after another. */
final class EventQueue implements Timeline {
  private record Event(long nanos, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(nanos, other.nanos);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long numbers;
  private long done;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    events.add(new Event(now + Math.max(0, delayNanos), numbers++, action));
  }

  /** Returns how many events have happened. */
  long done() {
    return done;
  }

  /** Has the next event happen, unless there is none until then; in that case time goes on. */
  boolean runNext(long untilNanos) {
    Event next = events.peek();
    if (next == null || next.nanos() > untilNanos) {
      now = Math.max(now, untilNanos);
      return false;
    }
    events.remove();
    now = next.nanos();
    done++;
    next.action().run();
    return true;
  }
}
