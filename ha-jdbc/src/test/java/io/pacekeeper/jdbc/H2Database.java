package io.pacekeeper.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** H2 in the memory of this JVM, where it stays until the JVM ends. */
final class H2Database implements Database {
  /** Waits for a lock for longer than any test, so that what ends a wait is not H2. */
  private static final String URL = "jdbc:h2:mem:fenced;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(URL);
  }

  @Override
  public String sessionQuery() {
    return "select session_id()";
  }

  @Override
  public String waitingQuery() {
    // For a key that somebody is inserting it waits by trying again, without a word of whom for.
    return "select count(*) from information_schema.sessions where session_id = ?"
        + " and (blocker_id is not null"
        + " or executing_statement_start < current_timestamp - interval '0.02' second)";
  }

  @Override
  public void limitWaiting(Connection connection, Duration limit) throws SQLException {
    Database.execute(connection, "set lock_timeout " + limit.toMillis());
  }
}
