package io.pacekeeper.benchmarks.failover;

/** What is measured of one trial. Times are in milliseconds. */
enum Metric {
  /** From the kill, or from being told to leave, to everything active elsewhere. */
  TOTAL,
  /**
   * From the kill to the confirmation that the node's time is over: the request that revokes its
   * lease arrives at the server, or the server decides that its session has expired. Nothing of
   * either has been written then.
   */
  DETECTION,
  /** From the confirmation to everything active elsewhere. */
  REACTION,
  /**
   * From the end of the lease and its margin, counted from the arrival of the last renewal at the
   * server, to everything active elsewhere.
   */
  AFTER_LEASE,
  /** The median over the services of the time without service, when a node leaves. */
  GAP_MEDIAN,
  /** The longest time without service, when a node leaves. */
  GAP_LONGEST,
  /** Transactions of the step, without renewals of leases and the closing of sessions. */
  ZXIDS,
  /** Sessions closed during the step. */
  CLOSINGS,
  /** Znodes of the cluster at rest. */
  ZNODES,
  /** Watches of the cluster at rest. */
  WATCHES,
  /** Bytes in the znodes of the cluster at rest, as the server estimates them. */
  BYTES,
  /** Transactions a second of the cluster at rest, renewals aside. */
  IDLE_WRITES,
  /** Renewals of leases a second of the cluster at rest. */
  IDLE_RENEWALS,
  /** Threads of a participant at rest, beyond those of its JVM before it took part. */
  THREADS,
  /** Kilobytes of heap of a participant at rest, beyond those before it took part. */
  HEAP
}
