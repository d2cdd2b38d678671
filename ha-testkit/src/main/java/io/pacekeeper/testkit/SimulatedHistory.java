package io.pacekeeper.testkit;

import io.pacekeeper.testkit.invariant.Happening;
import io.pacekeeper.testkit.invariant.Invariant;
import io.pacekeeper.testkit.invariant.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Everything that happened, checked against every invariant as it happens. */
final class SimulatedHistory {
  private static final int KEPT = 80;

  private record Line(long nanos, Happening happening) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%10.4f  %s", nanos / 1e9, happening.describe());
    }
  }

  private final World world;
  private final List<Invariant> invariants = new ArrayList<>();
  private final List<Consumer<? super String>> listeners = new ArrayList<>();
  private final Deque<Line> last = new ArrayDeque<>();
  private long happenings;

  SimulatedHistory(World world) {
    this.world = world;
  }

  void keep(Invariant invariant) {
    invariants.add(invariant);
  }

  /** Has each line told as it happens; costly. */
  void listen(Consumer<? super String> listener) {
    listeners.add(listener);
  }

  void happen(Happening happening) {
    happenings++;
    Line line = new Line(world.nanos(), happening);
    last.add(line);
    if (last.size() > KEPT) {
      last.remove();
    }
    if (!listeners.isEmpty()) {
      String text = line.toString();
      listeners.forEach(listener -> listener.accept(text));
    }
    for (Invariant invariant : invariants) {
      invariant.check(happening, world);
    }
  }

  /** Returns how much has happened. */
  long happenings() {
    return happenings;
  }

  /** Returns the last lines. */
  List<String> tail() {
    return last.stream().map(Line::toString).toList();
  }
}
