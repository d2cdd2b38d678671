package io.pacekeeper.api;

/** A resource may not be active any more: its stop was ordered, or the node's lease has ended. */
public class ActivationEndedException extends HaException {
  private final String resource;
  private final long fencingToken;

  /**
   * Makes the exception.
   *
   * @param resource the resource that may not be active
   * @param fencingToken the token of the activation that has ended
   * @param reason why it has ended
   */
  public ActivationEndedException(String resource, long fencingToken, String reason) {
    super(resource + " may not be active with token " + fencingToken + ": " + reason);
    this.resource = resource;
    this.fencingToken = fencingToken;
  }

  /** Returns the id of the resource. */
  public String resource() {
    return resource;
  }

  /** Returns the token of the activation that has ended. */
  public long fencingToken() {
    return fencingToken;
  }
}
