package io.pacekeeper.examples.lab;

import java.util.Arrays;
import java.util.Locale;

/** What the fault lab can break. */
enum FaultKind {
  /** SIGKILL of a node's JVM. */
  NODE_KILLED(Domain.NODE, 0.3, 0.8, Death.EXPECTED),
  /** SIGKILL of a node's companion and JVM at once. */
  NODE_AND_COMPANION_KILLED(Domain.NODE, 1.3, 1.8, Death.EXPECTED),
  /** SIGKILL of a node's companion. */
  COMPANION_KILLED(Domain.NODE, 0.3, 0.6, Death.UNEXPECTED),
  /** SIGSTOP of a node's JVM for less than is ridden out. */
  PAUSED_SHORT(Domain.NODE, 0.1, 0.33, Death.UNEXPECTED),
  /** SIGSTOP of a node's JVM for longer than its lease. */
  PAUSED_LONG(Domain.NODE, 1.3, 2.0, Death.EXPECTED),
  /** A node's JVM and companion frozen at one moment, for longer than the lease. */
  FROZEN_TOGETHER(Domain.NODE, 1.5, 2.2, Death.EXPECTED),
  /** A node's host without its cable. */
  HOST_CUT(Domain.NODE, 0.3, 2.2, Death.UNEXPECTED),
  /** What a node's host sends to ZooKeeper is lost. */
  CUT_TO_ZOOKEEPER(Domain.NODE, 0.3, 2.2, Death.UNEXPECTED),
  /** What ZooKeeper sends to a node's host is lost. */
  CUT_FROM_ZOOKEEPER(Domain.NODE, 0.3, 2.2, Death.UNEXPECTED),
  /** The wall clock of a node jumps, and jumps back. */
  CLOCK_JUMP(Domain.NODE, 0.4, 1.0, Death.UNEXPECTED),
  /** SIGKILL of the ZooKeeper leader. */
  LEADER_KILLED(Domain.ENSEMBLE, 0.5, 1.5, Death.UNEXPECTED),
  /** SIGKILL of two of the three ZooKeeper servers. */
  QUORUM_LOST(Domain.ENSEMBLE, 0.3, 2.2, Death.UNEXPECTED),
  /** The ZooKeeper leader and one node on one side, everybody else on the other. */
  LEADER_SPLIT(Domain.ENSEMBLE, 0.5, 2.2, Death.UNEXPECTED),
  /** What the ZooKeeper leader sends to the other servers is lost. */
  LEADER_MUTE(Domain.ENSEMBLE, 0.5, 1.5, Death.UNEXPECTED),
  /** The disk of one ZooKeeper server is full. */
  DISK_FULL(Domain.ENSEMBLE, 1.0, 2.0, Death.UNEXPECTED);

  /** What it breaks; of two at once, each breaks another. */
  enum Domain {
    NODE,
    ENSEMBLE
  }

  /** Whether the node that it is for dies of it. */
  enum Death {
    EXPECTED,
    UNEXPECTED
  }

  private final Domain domain;
  private final double shortest;
  private final double longest;
  private final Death death;

  FaultKind(Domain domain, double shortest, double longest, Death death) {
    this.domain = domain;
    this.shortest = shortest;
    this.longest = longest;
    this.death = death;
  }

  Domain domain() {
    return domain;
  }

  /** Returns how long it may last, in leases. */
  double shortest() {
    return shortest;
  }

  double longest() {
    return longest;
  }

  boolean kills() {
    return death == Death.EXPECTED;
  }

  /** Returns its name as it is written on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FaultKind parse(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s': take some of %s"
                        .formatted(label, Arrays.stream(values()).map(FaultKind::label).toList())));
  }
}
