package io.pacekeeper.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An update of a row that a newer activation has not written: one statement, which compares the
 * token that the row has and sets its own. A row without a token (null) is older than every
 * activation.
 *
 * <p>It guards the row, not the resource: an older activation can still write rows that no newer
 * one has written yet, and insert or delete others. Where rows belong together, use {@link
 * FencedJdbc#run}. What is given to {@link #set} and {@link #where} becomes part of the statement;
 * data belongs into the values. For one thread.
 */
public final class FencedUpdate {
  /** The column of the token, unless it has another name. */
  public static final String DEFAULT_TOKEN_COLUMN = "fencing_token";

  /** As many as a race takes: the row appears or changes, and is then updated or refused. */
  private static final int ATTEMPTS = 3;

  private final TimedSql sql;
  private final Writer writer;
  private final String table;
  private String tokenColumn = DEFAULT_TOKEN_COLUMN;
  private String assignments = "";
  private String condition = "";
  private List<@Nullable Object> assigned = List.of();
  private List<@Nullable Object> compared = List.of();

  FencedUpdate(TimedSql sql, Writer writer, String table) {
    this.sql = sql;
    this.writer = writer;
    this.table = table;
  }

  /** Sets the name of the column that has the token: a bigint, which may be null. */
  public FencedUpdate tokenColumn(String name) {
    tokenColumn = SqlName.requireColumn(name);
    return this;
  }

  /**
   * Says what is assigned, as after {@code set} in SQL: {@code "balance = balance - ?"}. The token
   * is assigned besides.
   *
   * @param values for the question marks, in their order
   */
  public FencedUpdate set(String assignments, @Nullable Object... values) {
    this.assignments = requireText("set", assignments);
    assigned = new ArrayList<>(Arrays.asList(values));
    return this;
  }

  /**
   * Says which row is meant, as after {@code where} in SQL: {@code "id = ?"}, by its key.
   *
   * @param values for the question marks, in their order
   */
  public FencedUpdate where(String condition, @Nullable Object... values) {
    this.condition = requireText("where", condition);
    compared = new ArrayList<>(Arrays.asList(values));
    return this;
  }

  /**
   * Updates the row, and returns how many rows that were: 0 if there is none that fits. If several
   * fit, each is guarded by itself, and those that a newer activation has written are left out.
   *
   * @param connection with autocommit on, and it is committed; or off, and it is part of a
   *     transaction that somebody else commits
   * @throws StaleTokenException if no row was updated because a newer activation has written; a
   *     transaction with autocommit off was rolled back
   */
  public int execute(Connection connection) throws SQLException {
    if (assignments.isEmpty() || condition.isEmpty()) {
      throw new IllegalStateException(
          "the update of %s has to say what it sets and where".formatted(table));
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int updated = sql.update(connection, statement(), values());
      if (updated > 0) {
        return updated;
      }
      OptionalLong newest = newest(connection);
      if (newest.isEmpty()) {
        return 0;
      }
      if (newest.getAsLong() > writer.token()) {
        throw refused(connection, newest.getAsLong());
      }
    }
    throw new SQLTransactionRollbackException(
        "the row of %s changed each time it was looked at: try again".formatted(table), "40001");
  }

  private String statement() {
    return "update %s set %s, %s = ? where (%s) and (%s is null or %s <= ?)"
        .formatted(table, assignments, tokenColumn, condition, tokenColumn, tokenColumn);
  }

  private List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>(assigned);
    values.add(writer.token());
    values.addAll(compared);
    values.add(writer.token());
    return values;
  }

  /** Returns the newest token of the rows that fit, or none if there is no such row or token. */
  private OptionalLong newest(Connection connection) throws SQLException {
    return sql.number(
        connection,
        "select max(%s) from %s where %s".formatted(tokenColumn, table, condition),
        compared);
  }

  private StaleTokenException refused(Connection connection, long newer) throws SQLException {
    StaleTokenException refused = writer.refused(newer, table);
    if (!connection.getAutoCommit()) {
      FencedJdbc.rollBack(connection, refused);
    }
    return refused;
  }

  private static String requireText(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a fenced update needs something to " + what);
    }
    return text;
  }
}
