package io.pacekeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.util.List;
import java.util.OptionalLong;

/**
 * The table that has a row for each resource, with the newest token that has written. Whoever has
 * raised a row holds its lock until the end of the transaction, so that nobody with another token
 * is between the comparison and the commit.
 */
final class TokenTable {
  /** As many as the races take: the row appears, and is then raised or refused. */
  private static final int ATTEMPTS = 3;

  private static final String SERIALIZATION_FAILURE = "40001";

  private final String name;
  private final TimedSql sql;

  TokenTable(String name, TimedSql sql) {
    this.name = SqlName.requireTable(name);
    this.sql = sql;
  }

  static String ddl(String name) {
    return "create table %s (resource varchar(%d) not null primary key, token bigint not null)"
        .formatted(SqlName.requireTable(name), Writer.MAX_RESOURCE_LENGTH);
  }

  /**
   * Raises the resource's row to the writer's token, or leaves it there. Needs a transaction.
   *
   * @throws StaleTokenException if a newer token is there
   */
  void raise(Connection connection, Writer writer) throws SQLException {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (raised(connection, writer)) {
          return;
        }
        OptionalLong newest = newest(connection, writer);
        if (newest.isEmpty()) {
          if (inserted(connection, writer)) {
            return;
          }
        } else if (newest.getAsLong() > writer.token()) {
          throw writer.refused(newest.getAsLong(), name);
        }
      }
    } catch (SQLException e) {
      throw explained(e);
    }
    // At repeatable read, a transaction never sees the row that another has just inserted.
    throw new SQLTransactionRollbackException(
        "the first write of %s met another one in %s: try the transaction again"
            .formatted(writer.resource(), name),
        SERIALIZATION_FAILURE);
  }

  private boolean raised(Connection connection, Writer writer) throws SQLException {
    return sql.update(
            connection,
            "update " + name + " set token = ? where resource = ? and token <= ?",
            List.of(writer.token(), writer.resource(), writer.token()))
        > 0;
  }

  private OptionalLong newest(Connection connection, Writer writer) throws SQLException {
    return sql.number(
        connection,
        "select token from " + name + " where resource = ?",
        List.of(writer.resource()));
  }

  /** Returns whether the row was inserted; it was not if somebody else has done so meanwhile. */
  private boolean inserted(Connection connection, Writer writer) throws SQLException {
    // A statement that fails would take the whole transaction with it, in PostgreSQL at least. The
    // savepoint is never released: some drivers cannot, and it ends with the transaction.
    Savepoint before = connection.setSavepoint();
    try {
      sql.update(
          connection,
          "insert into " + name + " (resource, token) values (?, ?)",
          List.of(writer.resource(), writer.token()));
      return true;
    } catch (SQLException e) {
      if (!isOfClass("23", e)) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
  }

  private SQLException explained(SQLException e) {
    if (!isOfClass("42", e)) {
      return e;
    }
    return new SQLSyntaxErrorException(
        "the table %s cannot be used (%s): make it with '%s', and let this user read, insert and update"
            .formatted(name, e.getMessage(), ddl(name)),
        e.getSQLState(),
        e.getErrorCode(),
        e);
  }

  /**
   * Returns whether the error is of a class of the standard: 23 constraint, 42 access or syntax.
   */
  private static boolean isOfClass(String prefix, SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith(prefix);
  }
}
