package io.pacekeeper.jdbc;

import io.pacekeeper.api.Activation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one activation of a resource writes to a database with, so that it is refused when a newer
 * one has written: a paused JVM that resumes, a thread that outlived its stop, a host that was
 * suspended. The database decides, not a clock.
 *
 * <p>A table has a row for each resource, with the newest token that has written ({@link #ddl}). A
 * transaction begins by raising it to its own token, in one statement that finds no row if a newer
 * token is there. The lock of that row lasts until the transaction ends, so that nobody comes
 * between the comparison and the commit, and the transactions of one resource run one after the
 * other. If the transaction is rolled back, so is the raise.
 *
 * <p>Three ways, by who ends the transaction:
 *
 * <ul>
 *   <li>{@link #run} and {@link #call} make a transaction of their own, on a connection that
 *       commits by itself (autocommit is on) and does so again afterwards;
 *   <li>{@link #check} is the first statement of a transaction that the application, or its
 *       framework, commits (autocommit is off);
 *   <li>{@link #update} guards one row of the application's own table, which has a column for the
 *       token, in one statement and with any transaction or none.
 * </ul>
 *
 * <p>A start should {@link #claim} before it reads anything: an older activation can write until a
 * newer one has.
 *
 * <p>Works at every isolation level. At repeatable read and serializable, a transaction that met
 * another one may fail with SQL state 40001 instead of waiting; like any there, it is to be tried
 * again, and its next attempt is let through or refused. Safe for use by several threads, each with
 * a connection of its own.
 */
public final class FencedJdbc {
  private final Writer writer;
  private final TokenTable table;
  private final TimedSql sql;

  private FencedJdbc(Builder builder) {
    this.writer = builder.writer;
    this.sql = new TimedSql(builder.queryTimeout);
    this.table = new TokenTable(builder.table, sql);
  }

  /** Returns what this activation writes with, by the defaults. */
  public static FencedJdbc of(Activation activation) {
    return builder(activation).build();
  }

  /**
   * Returns what an activation writes with, by the defaults.
   *
   * @param resource the resource, or another name for what is written to: 1 to 255 characters
   * @param fencingToken the activation's token
   */
  public static FencedJdbc of(String resource, long fencingToken) {
    return builder(resource, fencingToken).build();
  }

  /** Begins with the defaults for this activation. */
  public static Builder builder(Activation activation) {
    return builder(activation.resource(), activation.fencingToken());
  }

  /**
   * Begins with the defaults.
   *
   * @param resource the resource, or another name for what is written to: 1 to 255 characters
   * @param fencingToken the activation's token
   */
  public static Builder builder(String resource, long fencingToken) {
    return new Builder(new Writer(resource, fencingToken));
  }

  /** Returns the statement that makes the table, {@value Builder#DEFAULT_TABLE}. */
  public static String ddl() {
    return ddl(Builder.DEFAULT_TABLE);
  }

  /** Returns the statement that makes the table under another name. */
  public static String ddl(String table) {
    return TokenTable.ddl(table);
  }

  /** What is done in a transaction. It neither commits nor rolls back. */
  @FunctionalInterface
  public interface Work {
    /** Does it on this connection. */
    void run(Connection connection) throws SQLException;
  }

  /**
   * What is done in a transaction and returns something. It neither commits nor rolls back.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object> {
    /** Does it on this connection. */
    T call(Connection connection) throws SQLException;
  }

  /**
   * Commits the work if no newer activation has written, in a transaction of its own. Whatever
   * fails, here or in the work, the transaction is rolled back. If committing itself fails, it is
   * not known whether it was committed, as ever.
   *
   * @param connection with autocommit on, as it is again afterwards; left off only if neither
   *     committing nor rolling back was possible, so that nothing can commit the rest by mistake
   * @throws StaleTokenException if a newer activation has written; the work was not begun
   * @throws IllegalStateException if autocommit is off
   */
  public void run(Connection connection, Work work) throws SQLException {
    this.<@Nullable Void>call(
        connection,
        same -> {
          work.run(same);
          return null;
        });
  }

  /**
   * Commits the work if no newer activation has written, as {@link #run}, and returns what it
   * returned.
   *
   * @param <T> what it returns
   * @throws StaleTokenException if a newer activation has written; the work was not begun
   * @throws IllegalStateException if autocommit is off
   */
  public <T extends @Nullable Object> T call(Connection connection, Call<T> work)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new IllegalStateException(
          "autocommit is off, so somebody else ends the transaction: use check");
    }
    connection.setAutoCommit(false);
    T result;
    try {
      table.raise(connection, writer);
      result = work.call(connection);
      connection.commit();
    } catch (Throwable e) {
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  /**
   * Has older activations refused from now on, and refuses this one if it is older: {@link #run}
   * without work. For the beginning of a start, before it reads what others may have written.
   *
   * @throws StaleTokenException if a newer activation has written
   * @throws IllegalStateException if autocommit is off
   */
  public void claim(Connection connection) throws SQLException {
    run(connection, nothing -> {});
  }

  /**
   * Takes a transaction under the protection of the token, until it ends. To be called before its
   * first write; whoever began the transaction commits it.
   *
   * @param connection with autocommit off
   * @throws StaleTokenException if a newer activation has written; the transaction was rolled back,
   *     so that nothing that came before in it can be committed by mistake
   * @throws IllegalStateException if autocommit is on
   */
  public void check(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "autocommit is on, so the check would be over before anything is written: use run");
    }
    try {
      table.raise(connection, writer);
    } catch (StaleTokenException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /**
   * Begins an update of one row of a table of the application, which has a column for the token.
   *
   * @param table its name, with or without a schema
   */
  public FencedUpdate update(String table) {
    return new FencedUpdate(sql, writer, SqlName.requireTable(table));
  }

  private static void undo(Connection connection, Throwable failure) {
    // In this order: turning autocommit on would commit what could not be rolled back.
    if (rollBack(connection, failure)) {
      try {
        connection.setAutoCommit(true);
      } catch (SQLException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Rolls back, and returns whether that was possible; if not, the failure tells why. */
  static boolean rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
      return true;
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** How an activation writes to a database. */
  public static final class Builder {
    /** The table, unless it has another name. */
    public static final String DEFAULT_TABLE = "pacekeeper_fencing";

    /** How long a statement may take, unless it is said. */
    public static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofSeconds(10);

    private final Writer writer;
    private String table = DEFAULT_TABLE;
    private Duration queryTimeout = DEFAULT_QUERY_TIMEOUT;

    private Builder(Writer writer) {
      this.writer = writer;
    }

    /**
     * Sets the name of the table, with or without a schema. Clusters that share a database and have
     * resources of the same name need a table each.
     */
    public Builder table(String name) {
      table = SqlName.requireTable(name);
      return this;
    }

    /**
     * Sets how long each statement of ours may take, its waiting for another transaction included:
     * a second to a day, rounded up to seconds. What the work does, and the commit, are limited by
     * the application and its driver.
     */
    public Builder queryTimeout(Duration timeout) {
      queryTimeout = new TimedSql(timeout).timeout();
      return this;
    }

    /** Returns what the activation writes with. */
    public FencedJdbc build() {
      return new FencedJdbc(this);
    }
  }
}
