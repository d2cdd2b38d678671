package io.pacekeeper.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database to try it with. */
interface Database {
  /** Opens a connection, as a pool would hand it out: autocommit is on. */
  Connection connect() throws SQLException;

  /** Returns the query for the number of the session that asks. */
  String sessionQuery();

  /** Returns the query for 1 if the session of that number waits for a lock, 0 if not. */
  String waitingQuery();

  /** Returns the number by which a connection's session is known. */
  default long session(Connection connection) throws SQLException {
    return longs(connection, sessionQuery()).get(0);
  }

  /** Returns whether a session waits for a lock. */
  default boolean isWaiting(Connection observer, long session) throws SQLException {
    return longs(observer, waitingQuery(), session).get(0) > 0;
  }

  /** Limits how long a connection waits for locks, if the timeout of a query does not. */
  default void limitWaiting(Connection connection, Duration limit) throws SQLException {}

  /** Drops what a test before has left, and makes the tables. */
  default void prepare(String... ddl) throws SQLException {
    try (Connection connection = connect()) {
      for (String table : List.of("pacekeeper_fencing", "account", "entry")) {
        execute(connection, "drop table if exists " + table);
      }
      for (String statement : ddl) {
        execute(connection, statement);
      }
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<Long> longs(Connection connection, String sql, Object... values) throws SQLException {
    return column(connection, sql, values).stream().map(Long::valueOf).toList();
  }

  /** Returns the first column of all rows. */
  static List<String> column(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<String> column = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          column.add(rows.getString(1));
        }
      }
      return column;
    }
  }
}
