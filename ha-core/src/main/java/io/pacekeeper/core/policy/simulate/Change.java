package io.pacekeeper.core.policy.simulate;

/** A Change is something that somebody wants to know the consequences of. */
public sealed interface Change {
  /** A node comes up and takes part. */
  record NodeUp(String node) implements Change {}

  /** A node is gone, cleanly: nothing runs there any more. */
  record NodeDown(String node) implements Change {}

  /** A node is put in standby: nothing is to run there. */
  record Standby(String node) implements Change {}

  /** A resource is found to have failed on a node. */
  record Failure(String resource, String node) implements Change {}

  /** A cluster option gets a value. */
  record Option(String name, String value) implements Change {}

  /**
   * The decision is taken at another time.
   *
   * @param said the time as somebody said it
   * @param seconds since the epoch
   */
  record Time(String said, long seconds) implements Change {}

  /** The cluster has quorum, or has none. */
  record Quorum(boolean held) implements Change {}

  /** Something happens to a ticket. */
  record Ticket(String ticket, TicketEvent event) implements Change {}

  /** What may happen to a ticket. */
  enum TicketEvent {
    GRANTED,
    REVOKED,
    STANDBY,
    ACTIVATED
  }
}
