package io.pacekeeper.benchmarks.failover;

import java.util.List;
import java.util.Locale;

/** What is measured. */
enum Contender {
  /** A node of Pacekeeper in each JVM, a resource for each service. */
  PACEKEEPER("Pacekeeper"),
  /** Curator's LeaderLatch: a latch in each JVM for each service. */
  LATCH("LeaderLatch"),
  /** What nobody who coordinates through ZooKeeper can do without: a watch, a write, a watch. */
  FLOOR("floor");

  /** What is done to a cluster. */
  enum Step {
    /** {@code kill -9} of a JVM, with Pacekeeper one that is not the DC. */
    CRASH("crash"),
    /** {@code kill -9} of the DC's JVM. */
    CRASH_DC("crash of the DC"),
    /** A JVM hands over what it runs, and goes. */
    LEAVE("leave");

    private final String title;

    Step(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  List<Step> steps() {
    return this == PACEKEEPER
        ? List.of(Step.CRASH, Step.CRASH_DC, Step.LEAVE)
        : List.of(Step.CRASH, Step.LEAVE);
  }

  static Contender parse(String word) {
    for (Contender contender : values()) {
      if (contender.name().toLowerCase(Locale.ROOT).equals(word)) {
        return contender;
      }
    }
    throw new IllegalArgumentException(
        "the contenders are pacekeeper, latch and floor, but one is called '" + word + "'");
  }
}
