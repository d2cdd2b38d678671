package io.pacekeeper.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Statements that end in time: by themselves, or because the driver cancels them.
 *
 * @param timeout how long each may take, its waiting for locks included
 */
record TimedSql(Duration timeout) {
  TimedSql {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "a query timeout is a second to a day, but it is " + timeout);
    }
  }

  /** Returns how many rows the statement changed. */
  int update(Connection connection, String sql, List<? extends @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** Returns the number that a query for one finds, or none if it is null or there is no row. */
  OptionalLong number(Connection connection, String sql, List<? extends @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return OptionalLong.empty();
      }
      long number = rows.getLong(1);
      return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
  }

  private PreparedStatement prepare(
      Connection connection, String sql, List<? extends @Nullable Object> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      // JDBC counts in seconds. Rounded up, as zero would mean no limit.
      statement.setQueryTimeout((int) timeout.plusNanos(999_999_999).toSeconds());
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      try (statement) {
        throw e;
      }
    }
  }
}
