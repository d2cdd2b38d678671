package io.pacekeeper.examples.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What is broken when: drawn from a seed and the settings of a run, and from nothing else, so that
 * the same ones give the same schedule on every machine.
 *
 * @param steps one after the other; each begins when everything is in order again after the former
 */
record Schedule(List<Step> steps) {
  /** Besides what a step lasts, its proofs, and what it takes until all is in order again. */
  private static final Duration RECOVERY = Duration.ofSeconds(6);

  /** One step in so many breaks two things at once. */
  private static final int PAIR_EVERY = 4;

  /**
   * Faults that are in effect together, and healed in the opposite order.
   *
   * @param rest how long everything is left alone afterwards
   */
  record Step(int number, List<Fault> faults, Duration rest) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%3d  %s, rest %.1f s",
          number,
          String.join(" + ", faults.stream().map(Fault::toString).toList()),
          seconds(rest));
    }

    /** Returns the kinds, as a row of a report has them. */
    String label() {
      return faults.size() == 1 ? faults.get(0).kind().label() : "two at once";
    }
  }

  /**
   * One fault.
   *
   * @param target which node or server it is for, from 0; a kind that is for the ZooKeeper leader
   *     takes that one, whoever it is
   * @param draw what else is left to chance
   * @param after how long after the former fault of its step, if there is one
   * @param hold how long it lasts at least
   */
  record Fault(FaultKind kind, int target, int draw, Duration after, Duration hold) {
    @Override
    public String toString() {
      String held =
          String.format(Locale.ROOT, "%s #%d for %.1f s", kind.label(), target + 1, seconds(hold));
      return after.isZero()
          ? held
          : held + String.format(Locale.ROOT, " after %.1f s", seconds(after));
    }
  }

  Schedule {
    steps = List.copyOf(steps);
  }

  /** Returns what fits into a time, roughly; every kind comes once before any comes again. */
  static Schedule of(
      long seed, Duration time, int nodes, Duration lease, List<FaultKind> kinds, int maxSteps) {
    Random random = new Random(seed);
    Deque<FaultKind> bag = new ArrayDeque<>();
    List<Step> steps = new ArrayList<>();
    Duration used = Duration.ZERO;
    while (used.compareTo(time) < 0 && steps.size() < maxSteps) {
      if (bag.isEmpty()) {
        List<FaultKind> all = new ArrayList<>(kinds);
        Collections.shuffle(all, random);
        bag.addAll(all);
      }
      FaultKind kind = bag.removeFirst();
      List<Fault> faults = new ArrayList<>();
      faults.add(fault(kind, Duration.ZERO, nodes, lease, random));
      List<FaultKind> others =
          kinds.stream().filter(other -> other.domain() != kind.domain()).toList();
      if (random.nextInt(PAIR_EVERY) == 0 && !others.isEmpty()) {
        Duration after = Duration.ofMillis(random.nextInt((int) lease.toMillis()));
        FaultKind other = others.get(random.nextInt(others.size()));
        faults.add(fault(other, after, nodes, lease, random));
      }
      Duration rest = Duration.ofMillis(500 + random.nextInt((int) lease.toMillis() / 2));
      steps.add(new Step(steps.size() + 1, List.copyOf(faults), rest));
      for (Fault fault : faults) {
        used = used.plus(fault.after()).plus(fault.hold());
      }
      used = used.plus(RECOVERY).plus(rest);
    }
    return new Schedule(steps);
  }

  private static Fault fault(
      FaultKind kind, Duration after, int nodes, Duration lease, Random random) {
    int targets = kind.domain() == FaultKind.Domain.NODE ? nodes : Ensemble.SERVERS;
    double leases = kind.shortest() + random.nextDouble() * (kind.longest() - kind.shortest());
    return new Fault(
        kind,
        random.nextInt(targets),
        random.nextInt(Integer.MAX_VALUE),
        after,
        Duration.ofMillis((long) (leases * lease.toMillis())));
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append(step).append('\n'));
    return text.toString();
  }
}
