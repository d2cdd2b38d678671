package io.pacekeeper.testkit;

import org.jspecify.annotations.Nullable;

/** A session, as the servers know it. */
final class Session {
  private final long id;
  private final String client;
  private @Nullable Connection connection;
  private boolean alive = true;
  private boolean heard = true;
  private long silence;

  Session(long id, String client) {
    this.id = id;
    this.client = client;
  }

  long id() {
    return id;
  }

  /** Returns the name of the client that began it. */
  String client() {
    return client;
  }

  @Nullable Connection connection() {
    return connection;
  }

  /** Moves the session to a connection; what is still under way on the former one is lost. */
  void moveTo(Connection next) {
    Connection former = connection;
    connection = next;
    if (former != null) {
      former.close();
    }
    hear();
  }

  boolean isAlive() {
    return alive;
  }

  boolean isHeard() {
    return heard;
  }

  void hear() {
    heard = true;
    silence++;
  }

  /** Is not heard of any more from now on; returns the number of this silence. */
  long fallSilent() {
    heard = false;
    return ++silence;
  }

  /** Returns whether that silence has lasted until now. */
  boolean isSilentSince(long number) {
    return alive && !heard && silence == number;
  }

  void end() {
    alive = false;
  }
}
