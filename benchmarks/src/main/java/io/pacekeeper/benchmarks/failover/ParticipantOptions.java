package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.api.Companion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a participant's JVM is told on its command line.
 *
 * @param contender what it takes part in
 * @param zooKeeper where the server is
 * @param index which JVM it is, from 0
 * @param count how many there are
 * @param resources how many services there are
 * @param victim the JVM to which something will be done
 * @param lease Pacekeeper's lease
 * @param sessionTimeout ZooKeeper's session timeout
 * @param companion whether Pacekeeper's nodes have companions
 * @param ballast how many megabytes of heap are in use besides
 * @param evidence where is written down what is active
 */
record ParticipantOptions(
    Contender contender,
    String zooKeeper,
    int index,
    int count,
    int resources,
    int victim,
    Duration lease,
    Duration sessionTimeout,
    Companion companion,
    int ballast,
    Path evidence) {
  /** The name of Pacekeeper's cluster. */
  static final String CLUSTER = "benchmark";

  static String nameOf(int index) {
    return "node" + (index + 1);
  }

  String name() {
    return nameOf(index);
  }

  static String resource(int number) {
    return "r" + number;
  }

  /** Returns which JVM runs a service first: the shares are even. */
  int owner(int resource) {
    return (victim + resource) % count;
  }

  /**
   * Returns when a JVM's turn comes for a service: 0 runs it, 1 is next. Whoever is next takes over
   * when the owner goes, so the places are dealt such that a JVM's share goes evenly to the others.
   */
  int turn(int resource, int jvm) {
    int distance = Math.floorMod(jvm - owner(resource), count);
    if (distance == 0) {
      return 0;
    }
    int shift = resource / count % (count - 1);
    return 1 + Math.floorMod(distance - 1 - shift, count - 1);
  }

  List<String> toArguments() {
    return List.of(
        contender.name(),
        zooKeeper,
        Integer.toString(index),
        Integer.toString(count),
        Integer.toString(resources),
        Integer.toString(victim),
        Long.toString(lease.toMillis()),
        Long.toString(sessionTimeout.toMillis()),
        companion.name(),
        Integer.toString(ballast),
        evidence.toString());
  }

  static ParticipantOptions parse(String... args) {
    return new ParticipantOptions(
        Contender.valueOf(args[0]),
        args[1],
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Integer.parseInt(args[4]),
        Integer.parseInt(args[5]),
        Duration.ofMillis(Long.parseLong(args[6])),
        Duration.ofMillis(Long.parseLong(args[7])),
        Companion.valueOf(args[8]),
        Integer.parseInt(args[9]),
        Path.of(args[10]));
  }
}
