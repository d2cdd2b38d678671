package io.pacekeeper.core.policy.working;

/** A Ticket is a right that the cluster holds, or does not. */
public final class Ticket {
  private final String id;
  private final boolean granted;
  private final boolean standby;

  /** Makes a ticket in a state. */
  public Ticket(String id, boolean granted, boolean standby) {
    this.id = id;
    this.granted = granted;
    this.standby = standby;
  }

  public String id() {
    return id;
  }

  public boolean granted() {
    return granted;
  }

  public boolean standby() {
    return standby;
  }
}
