package io.pacekeeper.benchmarks.failover;

/** One JVM's part in a cluster, whatever the contender. */
interface Participant {
  /** How many times {@link #begin} is called, in all JVMs before the next time in any. */
  int PHASES = 3;

  /** Takes part; returns when that is so. */
  void begin(int phase) throws Exception;

  /** Hands over and goes; returns when everything is closed. */
  void leave() throws Exception;
}
