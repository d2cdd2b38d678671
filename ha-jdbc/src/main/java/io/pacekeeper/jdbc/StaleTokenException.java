package io.pacekeeper.jdbc;

import java.sql.SQLNonTransientException;

/**
 * A write was refused, because a newer activation of the resource has written since. Nothing of its
 * transaction is in the database, and trying again is of no use: the resource is active elsewhere,
 * or was.
 */
public class StaleTokenException extends SQLNonTransientException {
  private final String resource;
  private final long token;
  private final long newerToken;

  StaleTokenException(String resource, long token, long newerToken, String place) {
    super(
        "%s may not write with token %d: token %d is in %s"
            .formatted(resource, token, newerToken, place));
    this.resource = resource;
    this.token = token;
    this.newerToken = newerToken;
  }

  /** Returns the resource whose write was refused. */
  public String resource() {
    return resource;
  }

  /** Returns the token of the activation that was refused. */
  public long fencingToken() {
    return token;
  }

  /** Returns the token of a newer activation, which the database has. */
  public long newerToken() {
    return newerToken;
  }
}
