package io.pacekeeper.api;

/** A node could not join its cluster, or not in time. */
public class JoinException extends HaException {
  private final String node;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param node the node that could not join
   * @param reason why, as far as is known
   */
  public JoinException(String node, String reason) {
    super(node + " could not join: " + reason);
    this.node = node;
    this.reason = reason;
  }

  /** Returns the name of the node. */
  public String node() {
    return node;
  }

  /** Returns why it could not join, as far as is known. */
  public String reason() {
    return reason;
  }
}
